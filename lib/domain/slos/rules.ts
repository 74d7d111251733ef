import { formatUsd } from '#lib/shared/money.ts'
import { formatPercent } from '#lib/shared/numbers.ts'
import type { Transitions } from '#lib/shared/state-machine.ts'
import { formatDuration } from '#lib/shared/time.ts'

export const sloStates = ['ok', 'warning', 'critical', 'exhausted', 'unknown'] as const
export type SloState = (typeof sloStates)[number]

/** Which is worse; what nobody knows is no more than well. */
export const badness: Record<SloState, number> = { unknown: 0, ok: 0, warning: 1, critical: 2, exhausted: 3 }

const others = (state: SloState) => sloStates.filter(other => other !== state)
/** Any status may follow any other: it says how things stand, and holds nothing back. */
export const transitions: Transitions<SloState> = {
  ok: others('ok'),
  warning: others('warning'),
  critical: others('critical'),
  exhausted: others('exhausted'),
  unknown: others('unknown'),
}

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour

/** Two windows that must both burn: the longer tells that it matters, the shorter that it still goes on. */
const burnRules = [
  { rule: 'fast', severity: 'critical', limit: 14.4, longSeconds: hour, shortSeconds: 5 * minute },
  { rule: 'slow', severity: 'critical', limit: 6, longSeconds: 6 * hour, shortSeconds: 30 * minute },
  { rule: 'ticket', severity: 'warning', limit: 1, longSeconds: 3 * day, shortSeconds: 6 * hour },
] as const

/** What a stretch of time came to. Bad is no whole number where scores count by how much they lack. */
export interface Counts {
  bad: number
  total: number
}
const nothing: Counts = { bad: 0, total: 0 }

/** Seconds before now at which the stretches that are read end, the longest first. */
export const stretchEdges = (days: number): number[] => {
  const edges = new Set([days * day, ...burnRules.flatMap(rule => [rule.longSeconds, rule.shortSeconds])])
  return [...edges].filter(edge => edge <= days * day).sort((a, b) => b - a)
}

/** Counts of the last so many seconds, of what was read by stretches: `before[i]` lies between two edges. */
export function windowOf(stretches: ReadonlyMap<number, Counts>, seconds: number): Counts {
  let sum = nothing
  for (const [edge, { bad, total }] of stretches)
    if (edge <= seconds) sum = { bad: sum.bad + bad, total: sum.total + total }
  return sum
}

/** Share of bad ones, in budgets of the whole; null where there was nothing. */
export const burnRate = ({ bad, total }: Counts, target: number): number | null =>
  total === 0 ? null : bad / total / (1 - target)

export interface Judged {
  status: SloState
  attained: number | null
  budgetLeft: number | null
  bad: number | null
  total: number | null
  burn: ((typeof burnRules)[number] & { long: number | null; short: number | null; firing: boolean })[]
}

interface Level {
  target: number
  days: number
  minimumRequests: number
}

/** How a service level stands. Pure: what was counted decides, and no data is never healthy. */
export function judge({ target, days, minimumRequests }: Level, stretches: ReadonlyMap<number, Counts>): Judged {
  const period = windowOf(stretches, days * day)
  // A window that is longer than the period says nothing about its budget.
  const burn = burnRules
    .filter(({ longSeconds }) => longSeconds <= days * day)
    .map(rule => {
      const counted = windowOf(stretches, rule.longSeconds)
      const [long, short] = [burnRate(counted, target), burnRate(windowOf(stretches, rule.shortSeconds), target)]
      const enough = counted.total >= minimumRequests
      const firing =
        enough && long !== null && short !== null && reaches(long, rule.limit) && reaches(short, rule.limit)
      return { ...rule, long, short, firing }
    })
  if (period.total === 0) return { status: 'unknown', attained: null, budgetLeft: null, bad: null, total: null, burn }
  const used = burnRate(period, target) ?? 0
  const worst = burn.find(({ firing }) => firing)
  const status = reaches(used, 1) ? 'exhausted' : (worst?.severity ?? 'ok')
  return { status, attained: 1 - period.bad / period.total, budgetLeft: 1 - used, ...period, burn }
}

/** 1 % of 100 requests is one of them, whatever binary fractions make of it. */
const reaches = (rate: number, limit: number) => rate >= limit - 1e-9

/** Seconds until the budget is spent if it burns on so; null: it does not get less, or nobody knows. */
export function secondsLeft(budgetLeft: number | null, rate: number | null, days: number): number | null {
  if (budgetLeft === null || rate === null || rate <= 1 || budgetLeft <= 0) return null
  return (budgetLeft * days * day) / rate
}

/** Of each bucket, the share of the budget used in the period that ends with it. Buckets without a row hold nothing. */
export function usedOver(
  rows: ReadonlyMap<number, Counts>,
  {
    from,
    to,
    bucketMs,
    periodMs,
    target,
  }: { from: number; to: number; bucketMs: number; periodMs: number; target: number },
): { at: number; bad: number; total: number; used: number | null }[] {
  const points: { at: number; bad: number; total: number; used: number | null }[] = []
  let [bad, total] = [0, 0]
  for (let at = from - periodMs; at < to; at += bucketMs) {
    const own = rows.get(at) ?? nothing
    const left = rows.get(at - periodMs) ?? nothing
    bad += own.bad - left.bad
    total += own.total - left.total
    if (at >= from) points.push({ at, ...own, used: total <= 0 ? null : Math.max(0, bad) / total / (1 - target) })
  }
  return points
}

/** A share that somebody has chosen, with all its digits: 99.95 %. */
export const shareText = (share: number): string => `${Number((share * 100).toFixed(6))} %`

/** What is left of a budget; more than all of it may be used. */
export const leftText = (left: number | null): string => formatPercent(left, 0).replace('-', '−')

interface Promised {
  objective: 'success' | 'latency' | 'cost' | 'quality' | 'tool_success'
  thresholdMs: number | null
  thresholdUsd: string | null
  thresholdScore: number | null
}

/** "99 % of its requests succeed": what is promised. */
export function promiseOf(level: Promised, target: number): string {
  const { objective, thresholdMs, thresholdUsd, thresholdScore } = level
  const share = shareText(target)
  switch (objective) {
    case 'success':
      return `${share} of its requests succeed`
    case 'latency':
      return `${share} of its requests take at most ${formatDuration(thresholdMs)}`
    case 'cost':
      return `${share} of its runs cost at most ${formatUsd(thresholdUsd)}`
    case 'quality':
      return thresholdScore === null
        ? `its quality is ${share}`
        : `${share} of its scores are at least ${thresholdScore}`
    case 'tool_success':
      return `${share} of its tool calls succeed`
  }
}
