import { mulberry, normalOf } from '#lib/shared/change/test-random.ts'

/** One span of the fleet, in a form that both an OTLP client and a test of the decoder can take. */
export interface FleetSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  at: number
  durationMs: number
  attributes: Record<string, string | number>
  error?: string
}

export interface AgentStory {
  agent: string
  framework?: string
  environment?: string
  requestsAnHour: number
  /** What holds from an hour on, counted back from the end. If several apply, the last one counts. */
  chapters: readonly Chapter[]
}

interface Chapter {
  /** If the ranges are a day long, 48 is the beginning of the range before. */
  fromHoursAgo: number
  release?: string
  /** Of the model call; its cost follows. */
  tokens?: number
  errorRate?: number
  ms?: number
}

const hour = 3_600_000

/**
 * Requests of agents over hours: each is a span of the agent with a model call under it. The same seed gives the same
 * spans.
 */
export function fleetSpans(stories: readonly AgentStory[], endMs: number, seed = 1): FleetSpan[] {
  const next = mulberry(seed)
  const normal = normalOf(next)
  const hex = (length: number) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('')
  return stories.flatMap(story => {
    const hours = Math.max(...story.chapters.map(chapter => chapter.fromHoursAgo))
    return Array.from({ length: Math.round(hours * story.requestsAnHour) }, (_, i) => {
      const at = endMs - hours * hour + (i / story.requestsAnHour) * hour + next() * 1000
      return requestSpans(
        story,
        at,
        { ago: (endMs - at) / hour, traceId: hex(32), ids: [hex(16), hex(16)] },
        next,
        normal,
      )
    }).flat()
  })
}

interface Place {
  ago: number
  traceId: string
  ids: [string, string]
}

function requestSpans(
  story: AgentStory,
  at: number,
  place: Place,
  next: () => number,
  normal: () => number,
): FleetSpan[] {
  const chapter = story.chapters.filter(each => each.fromHoursAgo >= place.ago - 1e-9).at(-1) ?? story.chapters[0]
  const { release, tokens = 1000, errorRate = 0, ms = 2000 } = chapter ?? { fromHoursAgo: 0 }
  const failed = next() < errorRate
  const durationMs = Math.round(ms * Math.exp(0.3 * normal()))
  const common = {
    'gen_ai.agent.name': story.agent,
    'deployment.environment.name': story.environment ?? 'production',
    ...(release ? { 'holdpoint.release': release } : {}),
    ...(story.framework ? { 'holdpoint.framework': story.framework } : {}),
  }
  const [agentId, callId] = place.ids
  const agent: FleetSpan = {
    traceId: place.traceId,
    spanId: agentId,
    name: `invoke_agent ${story.agent}`,
    at,
    durationMs,
    attributes: { ...common, 'gen_ai.operation.name': 'invoke_agent' },
    ...(failed ? { error: 'the tool gave up' } : {}),
  }
  const used = Math.round(tokens * Math.exp(0.3 * normal()))
  const call: FleetSpan = {
    traceId: place.traceId,
    spanId: callId,
    parentSpanId: agentId,
    name: 'chat gpt-4o',
    at: at + 10,
    durationMs: Math.round(durationMs * 0.8),
    attributes: {
      ...common,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': used,
      'gen_ai.usage.output_tokens': Math.round(used / 5),
    },
  }
  return [agent, call]
}
