import { SpanKind } from '@opentelemetry/api'
import { agents, countOf, dayMs, hourMs, rateAt, rateOf } from './calendar.ts'
import { type Random, randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'

/** Small agents with one model call for each request, and how many requests a working day has. Rollouts change them. */
export const desks = {
  'refund-desk': 50,
  'quote-writer': 50,
  'faq-helper': 50,
  'order-mover': 50,
  'night-clerk': 20,
  'mail-drafter': 50,
  'parcel-finder': 50,
  'returns-clerk': 50,
} as const
export type Desk = keyof typeof desks
export const deskNames = Object.keys(desks) as Desk[]

export const deskEnvironment = 'production'
export const deskRelease = (desk: Desk, version: number) => `${desk}-${version}`
/** The prompt of the one whose prompt is versioned here. */
export const deskPrompts: Partial<Record<Desk, string>> = { 'mail-drafter': 'mail/draft' }

/** What a request costs and how good its answer is, where no candidate changes it. */
export const usual = { usd: 0.001, quality: 0.85 }

interface Answered {
  desk: Desk
  release: string
  /** Of its prompt, where it has one. */
  promptVersion: number
  usd: number
  quality: number
  /** How many of its answers are judged, in parts of 1. */
  judged: number
  at: number
  random: Random
}

/** One request and its answer. Where the judge looked, its score travels with the span, as OpenInference writes it. */
export function answerOf(
  fleet: Fleet,
  { desk, release, promptVersion, usd: middle, quality, judged, at, random }: Answered,
): void {
  const recorder = fleet.recorder({ name: desk, release, environment: deskEnvironment }, random)
  const scope = '@opentelemetry/instrumentation-openai'
  const root = recorder.reserve()
  const prompt = deskPrompts[desk]
  const start = at - random.between(400, 900)
  const usd = middle * random.between(0.8, 1.2)
  recorder.span({
    ...{ scope, name: 'chat gpt-5-mini', start, end: at - 10, parent: root, kind: SpanKind.CLIENT },
    attributes: {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-5-mini' },
      ...{ 'gen_ai.usage.input_tokens': Math.round(usd * 3e6), 'gen_ai.usage.output_tokens': Math.round(usd * 1e5) },
      ...(prompt ? { 'gen_ai.prompt.name': prompt, 'gen_ai.prompt.version': String(promptVersion) } : {}),
    },
  })
  const value = Math.min(1, Math.max(0, quality + random.between(-0.05, 0.05)))
  const score = { name: 'answer_quality', annotator_kind: 'LLM', score: value }
  const judgement = Object.entries(score).map(([key, text]) => [`evaluations.0.evaluation.${key}`, text])
  recorder.fulfil(root, {
    ...{ scope, name: `invoke_agent ${desk}`, start: start - 5, end: at },
    attributes: {
      ...{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': desk },
      ...(random.chance(judged) ? Object.fromEntries(judgement) : {}),
    },
  })
}

/** An answer of the release that has always served. */
export const usualAnswer = (fleet: Fleet, of: Pick<Answered, 'desk' | 'at' | 'random'>): void =>
  answerOf(fleet, { ...of, ...usual, release: deskRelease(of.desk, 1), promptVersion: 1, judged: 0.25 })

/** One day of their history: every request by the release that has always served. */
export function tellDesks(fleet: Fleet, seed: string, liveFrom: number, day: number): void {
  for (const desk of deskNames) {
    for (let start = liveFrom + day * dayMs; start < liveFrom + (day + 1) * dayMs; start += hourMs) {
      const hour = randomOf(seed, desk, start)
      for (let n = countOf(hour, rateAt(desks[desk], start)); n > 0; n--) {
        const at = start + hour.between(0, hourMs)
        usualAnswer(fleet, { desk, at, random: randomOf(seed, desk, start, n) })
      }
    }
  }
}

/** Somebody who looks should see something happen, also at night; not so much that the day stands out from the history. */
const leastPerHour = 12

/** By how much the quiet hours are livelier than those of the history. */
export function livelier(now: number): number {
  const rates = [...agents.map(agent => rateOf(agent, now)), ...deskNames.map(desk => rateAt(desks[desk], now))]
  return Math.max(1, leastPerHour / rates.reduce((sum, rate) => sum + rate, 0))
}
