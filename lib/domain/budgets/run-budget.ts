import { nanosToUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { type Amounts, minus, nothing, plus } from './amounts.ts'

/** What one run may use; null: no limit. */
export interface RunLimits {
  llmCalls: number | null
  toolCalls: number | null
  tokens: number | null
  seconds: number | null
  nanos: bigint | null
}

export const defaultRunLimits: RunLimits = { llmCalls: 10, toolCalls: 20, tokens: 50_000, seconds: 300, nanos: null }

/** What a run has used so far. Times are milliseconds of the database's clock. */
export interface RunUse {
  /** Time of the first reservation. Null: the clock has not started. */
  startedAt: number | null
  /** The latest time that was seen, so that a clock that jumps back gives no time back. */
  lastAt: number
  endedAt: number | null
  /** Requests of the run that wait for a person, and since when the first of them has waited. */
  waits: number
  waitingSince: number | null
  waitedMs: number
  used: Amounts
  reserved: Amounts
  /** What people have added to the limits of this run. */
  extra: Amounts
}

export const newRun: RunUse = {
  startedAt: null,
  lastAt: 0,
  endedAt: null,
  waits: 0,
  waitingSince: null,
  waitedMs: 0,
  used: nothing,
  reserved: nothing,
  extra: nothing,
}

const runMeasures = ['llmCalls', 'toolCalls', 'tokens', 'usd', 'seconds'] as const
export type RunMeasure = (typeof runMeasures)[number]

interface Crossing {
  measure: RunMeasure
  limit: string
  used: string
  message: string
}

const latest = (run: RunUse, now: number) => Math.max(now, run.lastAt)

/** How long the run has worked: since its first reservation, without the time in which it waited for people. */
export function workedMs(run: RunUse, now: number): number {
  if (run.startedAt === null) return 0
  const until = run.endedAt ?? latest(run, now)
  const waiting = run.waitingSince === null ? 0 : Math.max(0, until - run.waitingSince)
  return Math.max(0, until - run.startedAt - run.waitedMs - waiting)
}

export const words: Record<RunMeasure, string> = {
  llmCalls: 'model calls',
  toolCalls: 'tool calls',
  tokens: 'tokens',
  usd: 'USD',
  seconds: 'seconds of work',
}

/** An amount as people read it: `250,000`. A figure with a decimal point stays as it is. */
export const amountText = (amount: string) => (/^\d+$/.test(amount) ? formatCount(Number(amount)) : amount)

function crossing(measure: RunMeasure, limit: string, used: string): Crossing {
  return {
    measure,
    limit,
    used,
    message: `The run may use ${amountText(limit)} ${words[measure]}; it has used ${amountText(used)}.`,
  }
}

/**
 * The first limit that this step would cross, or null. At a limit that is used up every step is denied, even one that
 * needs nothing of it.
 */
export function crossedLimit(run: RunUse, limits: RunLimits, step: Amounts, now: number): Crossing | null {
  const taken = plus(run.used, run.reserved)
  for (const measure of ['llmCalls', 'toolCalls', 'tokens'] as const) {
    const limit = limits[measure]
    if (limit === null) continue
    const most = limit + run.extra[measure]
    if (taken[measure] + step[measure] > most || (measure === 'tokens' && taken.tokens >= most))
      return crossing(measure, String(most), String(taken[measure]))
  }
  if (limits.nanos !== null) {
    const most = limits.nanos + run.extra.nanos
    if (taken.nanos + step.nanos > most || taken.nanos >= most)
      return crossing('usd', nanosToUsd(most), nanosToUsd(taken.nanos))
  }
  const worked = workedMs(run, now)
  if (limits.seconds !== null && worked >= limits.seconds * 1000)
    return crossing('seconds', String(limits.seconds), String(Math.floor(worked / 1000)))
  return null
}

/** Reserves what a step is expected to use. The first reservation starts the run's clock. */
export const reserveRun = (run: RunUse, step: Amounts, now: number): RunUse => ({
  ...run,
  startedAt: run.startedAt ?? latest(run, now),
  lastAt: latest(run, now),
  reserved: plus(run.reserved, step),
})

/** Releases the reservation and charges what was used, even beyond a limit: that blocks the next step. */
export const commitRun = (run: RunUse, held: Amounts, actual: Amounts, now: number): RunUse => ({
  ...run,
  lastAt: latest(run, now),
  reserved: minus(run.reserved, held),
  used: plus(run.used, actual),
})

/** From now on a person decides. The run does not work until every such request is decided. */
export const beginWait = (run: RunUse, now: number): RunUse => ({
  ...run,
  lastAt: latest(run, now),
  waits: run.waits + 1,
  waitingSince: run.waitingSince ?? latest(run, now),
})

export function endWait(run: RunUse, now: number): RunUse {
  const at = latest(run, now)
  if (run.waits > 1) return { ...run, lastAt: at, waits: run.waits - 1 }
  const waited = run.waitingSince === null ? 0 : at - run.waitingSince
  return { ...run, lastAt: at, waits: 0, waitingSince: null, waitedMs: run.waitedMs + waited }
}

/** Ends the run: its clock stops, and nothing is reserved any more. */
export const endRun = (run: RunUse, now: number): RunUse => {
  const rested = run.waitingSince === null ? run : { ...endWait({ ...run, waits: 1 }, now) }
  return { ...rested, lastAt: latest(run, now), endedAt: run.endedAt ?? latest(run, now), reserved: nothing }
}

/** What is left of each limit; null if there is none. Money is a decimal string, and seconds of work are whole ones. */
export function remainingOf(run: RunUse, limits: RunLimits, now: number) {
  const taken = plus(run.used, run.reserved)
  const left = (measure: 'llmCalls' | 'toolCalls' | 'tokens') => {
    const limit = limits[measure]
    return limit === null ? null : Math.max(0, limit + run.extra[measure] - taken[measure])
  }
  const nanos = limits.nanos === null ? null : limits.nanos + run.extra.nanos - taken.nanos
  return {
    llmCalls: left('llmCalls'),
    toolCalls: left('toolCalls'),
    tokens: left('tokens'),
    usd: nanos === null ? null : nanosToUsd(nanos > 0n ? nanos : 0n),
    seconds: limits.seconds === null ? null : Math.max(0, limits.seconds - Math.floor(workedMs(run, now) / 1000)),
  }
}
