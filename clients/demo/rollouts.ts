import { SpanKind } from '@opentelemetry/api'
import { type Random, randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { request, type Target } from './sender.ts'
import { openShadow } from './shadow.ts'

/** How a candidate does beside its baseline. */
interface Story {
  agent: string
  /** Dollars of a request of the candidate; the baseline costs one cent. */
  usd: number
  quality: number
  /** Requests of each release in a beat: below 1 is a chance. */
  requests: number
  /** What it does in the end that nobody may do. */
  danger?: string
  /** The prompt whose new version it tries; left out: a release. */
  prompt?: { name: string; texts: readonly [string, string] }
  /** It answers where no user sees it first. */
  isInShadow?: boolean
}

const draft = 'You draft replies for a shop.\nAnswer this mail in its own language: {{mail}}'

/**
 * A good version, a dear one, a wrong one, a dangerous one, one that hardly anybody asks, a new prompt, and two that answer in
 * the shadow first: one as well as production, one that is taken back before anybody has had it.
 */
const stories: readonly Story[] = [
  { agent: 'refund-desk', usd: 0.0101, quality: 0.85, requests: 3 },
  { agent: 'quote-writer', usd: 0.016, quality: 0.85, requests: 3 },
  { agent: 'faq-helper', usd: 0.0101, quality: 0.66, requests: 3 },
  {
    agent: 'order-mover',
    usd: 0.0101,
    quality: 0.85,
    requests: 3,
    danger: 'order-mover moved an order without asking',
  },
  { agent: 'night-clerk', usd: 0.0101, quality: 0.85, requests: 0.04 },
  {
    ...{ agent: 'mail-drafter', usd: 0.0102, quality: 0.88, requests: 3 },
    prompt: { name: 'mail/draft', texts: [draft, `${draft}\nName the order, and say what happens next.`] },
  },
  { agent: 'parcel-finder', usd: 0.0102, quality: 0.87, requests: 3, isInShadow: true },
  { agent: 'returns-clerk', usd: 0.0102, quality: 0.72, requests: 3, isInShadow: true },
]

const environment = 'production'
const slugOf = (agent: string, version: number) => `${agent}-${version}`
const phase = (weightBps: number) => ({ weightBps, seconds: 120, holdSeconds: 7 * 86_400, minimumRequests: 30 })
/** Minutes instead of hours, and a wider error rate, so that a demo shows an end. */
const strategy = { phases: [1_000, 5_000, 10_000].map(phase), gates: { maximumErrorRate: 0.05 } }

const shadow = { minimumPairs: 120, margin: 0.05, minimumCoverage: 0.3 }

async function prepare(target: Target, { agent, prompt, isInShadow }: Story): Promise<void> {
  const qualityScore = { name: 'answer_quality' }
  await request(target, 'PUT', `/api/v1/agents/${agent}`, {
    environments: [environment],
    qualityScore,
    expectedRevision: 0,
  })
  if (prompt) {
    const at = `/api/v1/prompts/${encodeURIComponent(prompt.name)}`
    for (const template of prompt.texts)
      await request(target, 'PUT', `${at}/versions`, { template, model: 'gpt-5-mini' })
    await request(target, 'PUT', `${at}/labels/production`, { version: 1, reason: 'The first' })
    const moved = { agent, environment, prompt: { name: prompt.name, version: 2 }, strategy }
    await request(target, 'POST', '/api/v1/rollouts', moved)
    return
  }
  for (const version of [1, 2]) {
    const prompts = { reply: String(17 + version) }
    const model = { provider: 'openai', id: 'gpt-5-mini', parameters: { temperature: 0.2 } }
    const body = { agent, code: `git:${version === 1 ? 'a41f9c2' : 'e07b115'}`, model, prompts }
    await request(target, 'PUT', `/api/v1/releases/${slugOf(agent, version)}`, body)
  }
  const releases = { baseline: slugOf(agent, 1), candidate: slugOf(agent, 2) }
  const asked = { agent, environment, ...releases, strategy: isInShadow ? { ...strategy, shadow } : strategy }
  await request(target, 'POST', '/api/v1/rollouts', asked)
}

/** The rollouts of the fleet: it begins each once, and both releases answer while it runs. */
export async function openRollouts(fleet: Fleet, target: Target, seed: string) {
  const active = new Map<string, { id: string; state: string; phase: number | null }>()
  const mirror = openShadow(target)
  await request(target, 'PUT', '/api/v1/strategies/demo-minutes', { ...strategy, expectedRevision: 0 })
  for (const story of stories) {
    const known = await request(target, 'GET', `/api/v1/rollouts?agent=${story.agent}`)
    if (known.status < 400 && known.body.items.length === 0) await prepare(target, story)
  }

  async function look(): Promise<void> {
    active.clear()
    const { status, body } = await request(target, 'GET', '/api/v1/rollouts?state=active&limit=50')
    if (status >= 400) return
    for (const { id, state, agent, phase: at } of body.items) active.set(agent, { id, state, phase: at })
  }

  return {
    /** One beat of their traffic. */
    async beat(now: number): Promise<void> {
      if (Math.floor(now / 1_000) % 5 === 0 || active.size === 0) await look()
      for (const story of stories) {
        const own = active.get(story.agent)
        if (!own || (own.phase === null && own.state !== 'shadowing')) continue
        const random = randomOf(seed, 'rollout', story.agent, Math.floor(now / 1_000))
        const count = story.requests >= 1 ? story.requests : Number(random.chance(story.requests))
        if (own.phase === null) {
          for (let n = 0; n < count; n++) {
            await answer(fleet, target, { story, isCandidate: false, version: null, random, now })
            mirror(own.id, story, random, now)
          }
          continue
        }
        for (let n = 0; n < 2 * count; n++) {
          const version = story.prompt ? await fetchVersion(target, story.prompt.name, random) : null
          const isCandidate = version === null ? n % 2 === 0 : version > 1
          await answer(fleet, target, { story, isCandidate, version, random, now })
        }
        if (story.danger !== undefined && own.phase > 0) await endanger(target, story.agent, story.danger)
      }
    },
  }
}

/** The version that one of many users gets behind the label. */
async function fetchVersion(target: Target, name: string, random: Random): Promise<number> {
  const user = `user-${Math.floor(random.between(0, 5_000))}`
  const { status, body } = await request(
    target,
    'GET',
    `/api/v1/prompts/${encodeURIComponent(name)}?targetingKey=${user}`,
  )
  return status < 400 ? body.version : 1
}

interface Answered {
  story: Story
  isCandidate: boolean
  /** Of its prompt; null: a release is tried. */
  version: number | null
  random: Random
  now: number
}

async function answer(fleet: Fleet, target: Target, answered: Answered): Promise<void> {
  const { story, isCandidate, version, random, now } = answered
  const { agent, prompt } = story
  const release = slugOf(agent, isCandidate && version === null ? 2 : 1)
  const recorder = fleet.recorder({ name: agent, release, environment }, random)
  const took = random.between(400, 900)
  const scope = '@opentelemetry/instrumentation-openai'
  const root = recorder.reserve()
  const usd = (isCandidate ? story.usd : 0.01) * random.between(0.8, 1.2)
  recorder.span({
    ...{ scope, name: 'chat gpt-5-mini', start: now - took, end: now - 10, parent: root, kind: SpanKind.CLIENT },
    attributes: {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-5-mini' },
      ...{ 'gen_ai.usage.input_tokens': Math.round(usd * 3e6), 'gen_ai.usage.output_tokens': Math.round(usd * 1e5) },
      ...(prompt ? { 'gen_ai.prompt.name': prompt.name, 'gen_ai.prompt.version': String(version) } : {}),
    },
  })
  recorder.fulfil(root, {
    ...{ scope, name: `invoke_agent ${agent}`, start: now - took - 5, end: now },
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
  })
  // Every other answer is judged.
  if (!random.chance(0.5)) return
  const value = Math.min(1, Math.max(0, (isCandidate ? story.quality : 0.85) + random.between(-0.1, 0.1)))
  const score = { name: 'answer_quality', source: 'judge', dataType: 'numeric', value, traceId: root.traceId }
  await request(target, 'POST', '/api/v1/scores', { id: `${root.traceId}-quality`, ...score })
}

/** Opens it once: the same again finds the one that is open. */
async function endanger(target: Target, agent: string, title: string): Promise<void> {
  await request(target, 'POST', '/api/v1/incidents', {
    title,
    severity: 'critical',
    agent,
    environment,
    cause: 'unsafe-action',
  })
}
