import {
  answerOf,
  type Desk,
  deskPrompts,
  deskRelease,
  deskEnvironment as environment,
  usual,
  usualAnswer,
} from './desks.ts'
import { type Random, randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { request, type Target } from './sender.ts'
import { openShadow } from './shadow.ts'

/** How a candidate does beside its baseline, which costs and does what is usual. */
interface Story {
  agent: Desk
  /** Dollars of a request of the candidate. */
  usd: number
  quality: number
  /** What it does in the end that nobody may do. */
  danger?: string
  /** The new version of its prompt that it tries, beside the present one; left out: a release. */
  prompts?: readonly [string, string]
  /** It answers where no user sees it first. */
  isInShadow?: boolean
  /** Nobody asks more than on any day. */
  isRare?: boolean
}

const draft = 'You draft replies for a shop.\nAnswer this mail in its own language: {{mail}}'

/**
 * A good version, a dear one, a wrong one, a dangerous one, one that hardly anybody asks, a new prompt, and two that answer in
 * the shadow first: one as well as production, one that is taken back before anybody has had it.
 */
const stories: readonly Story[] = [
  { agent: 'refund-desk', usd: 0.00101, quality: 0.85 },
  { agent: 'quote-writer', usd: 0.0016, quality: 0.85 },
  { agent: 'faq-helper', usd: 0.00101, quality: 0.66 },
  { agent: 'order-mover', usd: 0.00101, quality: 0.85, danger: 'order-mover moved an order without asking' },
  { agent: 'night-clerk', usd: 0.00101, quality: 0.85, isRare: true },
  {
    ...{ agent: 'mail-drafter', usd: 0.00102, quality: 0.88 },
    prompts: [draft, `${draft}\nName the order, and say what happens next.`],
  },
  { agent: 'parcel-finder', usd: 0.00102, quality: 0.87, isInShadow: true },
  { agent: 'returns-clerk', usd: 0.00102, quality: 0.72, isInShadow: true },
]

/** While a rollout looks, each release answers so many a second, by chance: enough to see it end, and no flood beside the history. */
const aSecond = 0.25
const phase = (weightBps: number) => ({ weightBps, seconds: 90, holdSeconds: 7 * 86_400, minimumRequests: 20 })
/** Minutes instead of hours, and a wider error rate, so that few requests show an end. */
const strategy = { phases: [1_000, 5_000, 10_000].map(phase), gates: { maximumErrorRate: 0.15 } }
/** A prompt's new version gets no more than the share of its phase: more at first, or its evidence would take half an hour. */
const ofPrompts = { ...strategy, phases: [3_000, 6_000, 10_000].map(phase) }

const shadow = { minimumPairs: 60, margin: 0.05, minimumCoverage: 0.3 }

async function prepare(target: Target, { agent, prompts, isInShadow }: Story): Promise<void> {
  const qualityScore = { name: 'answer_quality' }
  await request(target, 'PUT', `/api/v1/agents/${agent}`, {
    environments: [environment],
    qualityScore,
    expectedRevision: 0,
  })
  const name = deskPrompts[agent]
  if (prompts && name) {
    const at = `/api/v1/prompts/${encodeURIComponent(name)}`
    for (const template of prompts) await request(target, 'PUT', `${at}/versions`, { template, model: 'gpt-5-mini' })
    await request(target, 'PUT', `${at}/labels/production`, { version: 1, reason: 'The first' })
    const moved = { agent, environment, prompt: { name, version: 2 }, strategy: ofPrompts }
    await request(target, 'POST', '/api/v1/rollouts', moved)
    return
  }
  for (const version of [1, 2]) {
    const replies = { reply: String(17 + version) }
    const model = { provider: 'openai', id: 'gpt-5-mini', parameters: { temperature: 0.2 } }
    const body = { agent, code: `git:${version === 1 ? 'a41f9c2' : 'e07b115'}`, model, prompts: replies }
    await request(target, 'PUT', `/api/v1/releases/${deskRelease(agent, version)}`, body)
  }
  const releases = { baseline: deskRelease(agent, 1), candidate: deskRelease(agent, 2) }
  const asked = { agent, environment, ...releases, strategy: isInShadow ? { ...strategy, shadow } : strategy }
  await request(target, 'POST', '/api/v1/rollouts', asked)
}

interface Seen {
  id: string
  state: string
  phase: number | null
}
/** States from which nothing more comes. */
const ended = new Set(['succeeded', 'rolled_back', 'superseded', 'cancelled'])

/** The rollouts of the fleet: it begins each once, and both releases answer while it runs. */
export async function openRollouts(fleet: Fleet, target: Target, seed: string) {
  /** The last rollout of each. */
  const last = new Map<string, Seen>()
  const mirror = openShadow(target)
  await request(target, 'PUT', '/api/v1/strategies/demo-minutes', { ...strategy, expectedRevision: 0 })
  for (const story of stories) {
    const known = await request(target, 'GET', `/api/v1/rollouts?agent=${story.agent}`)
    if (known.status < 400 && known.body.items.length === 0) await prepare(target, story)
  }

  async function look(): Promise<void> {
    const { status, body } = await request(target, 'GET', '/api/v1/rollouts?limit=100')
    if (status >= 400) return
    last.clear()
    // The newest first.
    for (const { id, state, agent, phase } of [...body.items].reverse()) last.set(agent, { id, state, phase })
  }

  async function answer(story: Story, isCandidate: boolean, random: Random, now: number): Promise<void> {
    const { agent, usd, quality, prompts } = story
    const name = deskPrompts[agent]
    const promptVersion = prompts && name ? await fetchVersion(target, name, random) : 1
    const isNew = prompts ? promptVersion > 1 : isCandidate
    answerOf(fleet, {
      ...{ desk: agent, release: deskRelease(agent, isNew && !prompts ? 2 : 1), promptVersion, at: now, random },
      ...{ judged: 0.8, ...(isNew ? { usd, quality } : usual) },
    })
  }

  return {
    /** One request of an ordinary day, by what serves there now. */
    async answer(desk: Desk, now: number): Promise<void> {
      const random = randomOf(seed, 'desk', desk, now)
      const story = stories.find(({ agent }) => agent === desk)
      const seen = last.get(desk)
      if (!story || !seen) return void usualAnswer(fleet, { desk, at: now, random })
      const isTried = seen.phase !== null && !ended.has(seen.state) && random.chance(0.5)
      await answer(story, isTried || seen.state === 'succeeded', random, now)
    },
    /** One beat of what runs. */
    async beat(now: number): Promise<void> {
      if (Math.floor(now / 1_000) % 5 === 0 || last.size === 0) await look()
      for (const story of stories) {
        const own = last.get(story.agent)
        if (!own || ended.has(own.state) || story.isRare) continue
        if (own.phase === null && own.state !== 'shadowing') continue
        const random = randomOf(seed, 'rollout', story.agent, Math.floor(now / 1_000))
        if (!random.chance(aSecond)) continue
        await answer(story, false, random, now)
        if (own.phase === null) {
          mirror(own.id, story, random, now)
          continue
        }
        await answer(story, true, random, now)
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
