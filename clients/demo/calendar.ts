import { type Random, randomOf } from './random.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** Days of history before the fleet goes live. */
export const historyDays = 30

export const agents = ['support-agent', 'code-agent', 'incident-responder', 'deploy-crew'] as const
type AgentName = (typeof agents)[number]

/** Runs of a working day. */
const perDay: Record<AgentName, number> = {
  'support-agent': 120,
  'code-agent': 34,
  'incident-responder': 24,
  'deploy-crew': 8,
}

/** Releases with the day, counted from the start of the fleet, from which each is the one that runs. */
const releases: Record<AgentName, readonly (readonly [fromDay: number, release: string])[]> = {
  'support-agent': [
    [-historyDays, '2026.10.4'],
    [-19, '2026.11.1'],
    [-6, '2026.11.3'],
  ],
  'code-agent': [
    [-historyDays, '1.8.0'],
    [-5, '1.9.0'],
  ],
  'incident-responder': [
    [-historyDays, '0.14.2'],
    [-13, '0.15.0'],
  ],
  'deploy-crew': [
    [-historyDays, '3.2.0'],
    [-21, '3.3.1'],
  ],
}

/**
 * What can be found in the history. Days and hours are counted from the start of the fleet, backwards; those beside a
 * `day` are of the clock, in UTC, when there is traffic.
 */
export const stories = {
  /** The release of the support agent that reads more of the knowledge base for each question. */
  dearer: { agent: 'support-agent', release: '2026.11.3', before: '2026.11.1', factor: 1.43 },
  /** The release of the code agent whose changes are accepted less often. */
  worse: { agent: 'code-agent', release: '1.9.0', before: '1.8.0', quality: [0.86, 0.71] },
  /** The provider of the support agent's model answers "overloaded". */
  errorBurst: { agent: 'support-agent', day: -2, fromHour: 10, toHour: 13, share: 0.45 },
  /** A tool of the incident responder that began to take its time. */
  slowTool: { agent: 'incident-responder', tool: 'query_metrics', fromHour: -44, factor: 7 },
  /** One run of the code agent that repeated itself until it met its limit. */
  runaway: { agent: 'code-agent', day: -1, atHour: 14, steps: 48 },
  /** A model that no price list has. */
  unpriced: { agent: 'code-agent', model: 'acme-coder-32b', share: 0.12, fromHour: -11 * 24 },
} as const

export interface PlannedRun {
  agent: AgentName
  /** Milliseconds since 1970. */
  at: number
  /** Hours since the fleet went live; negative in its history. */
  hour: number
  release: string
  environment: 'production' | 'staging'
  /** Names the run: the same name is the same run, with the same ids. */
  id: string
  runaway: boolean
  /** The provider of the model is overloaded. */
  bursting: boolean
}

/** Night, morning, noon, evening, in UTC: the share of the busiest hour. */
const byHour = [24, 20, 18, 17, 18, 22, 32, 50, 78, 96, 100, 94, 82, 90, 98, 95, 84, 66, 52, 44, 40, 36, 32, 28]
const hourSum = byHour.reduce((sum, share) => sum + share, 0)
/** From Sunday. */
const byWeekday = [0.6, 1, 1.06, 1.08, 1.04, 0.95, 0.66]

export function releaseOf(agent: AgentName, hour: number): string {
  const running = releases[agent].filter(([fromDay]) => hour >= fromDay * 24).at(-1)
  return running?.[1] ?? (releases[agent][0]?.[1] as string)
}

/** How many of so many a working day an hour has, before chance. */
export function rateAt(aDay: number, at: number): number {
  const date = new Date(at)
  const share = (byHour[date.getUTCHours()] ?? 0) / hourSum
  return aDay * (byWeekday[date.getUTCDay()] ?? 1) * share
}

/** How many runs of an agent an hour has, before chance. */
export const rateOf = (agent: AgentName, at: number): number => rateAt(perDay[agent], at)

/** The runs of one day of the history, in the order of their times; `day` is -30 to -1. */
export function planDay(seed: string, liveFrom: number, day: number): PlannedRun[] {
  const runs: PlannedRun[] = []
  for (const agent of agents) {
    for (let hour = day * 24; hour < (day + 1) * 24; hour++) {
      const random = randomOf(seed, agent, hour)
      const start = liveFrom + hour * hourMs
      for (let n = countOf(random, rateOf(agent, start)); n > 0; n--) {
        const at = start + random.between(0, hourMs)
        runs.push(runOf(random, { agent, hour: (at - liveFrom) / hourMs, at, id: `${hour}-${n}` }))
      }
    }
  }
  const { agent, day: runawayDay, atHour } = stories.runaway
  if (runawayDay === day) {
    const at = clockTime(liveFrom, day, atHour) + 7 * 60_000
    const hour = (at - liveFrom) / hourMs
    const run = runOf(randomOf(seed, 'runaway'), { agent, hour, at, id: 'runaway' })
    runs.push({ ...run, environment: 'production', runaway: true })
  }
  return runs.sort((a, b) => a.at - b.at)
}

/** An hour of the clock, in UTC, within the 24 hours that are this day of the history. */
function clockTime(liveFrom: number, day: number, hour: number): number {
  const start = liveFrom + day * dayMs
  const time = Math.floor(start / dayMs) * dayMs + hour * hourMs
  return time < start ? time + dayMs : time
}

/** Whether a moment lies in the burst of errors. */
export function isInBurst(liveFrom: number, at: number): boolean {
  const { day, fromHour, toHour } = stories.errorBurst
  const from = clockTime(liveFrom, day, fromHour)
  return at >= from && at < from + (toHour - fromHour) * hourMs
}

/** A whole number with this mean. */
export const countOf = (random: Random, mean: number) => Math.floor(mean) + (random.chance(mean % 1) ? 1 : 0)

export function runOf(
  random: Random,
  { agent, hour, at, id }: Pick<PlannedRun, 'agent' | 'hour' | 'at' | 'id'>,
): PlannedRun {
  const environment = random.chance(0.86) ? 'production' : 'staging'
  const bursting = isInBurst(Math.round(at - hour * hourMs), at)
  return {
    agent,
    hour,
    at,
    id: `${agent}-${id}`,
    release: releaseOf(agent, hour),
    environment,
    runaway: false,
    bursting,
  }
}
