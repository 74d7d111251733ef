import { formatUsd } from '#lib/shared/money.ts'
import { formatPercent } from '#lib/shared/numbers.ts'
import type { Transitions } from '#lib/shared/state-machine.ts'
import { formatDuration } from '#lib/shared/time.ts'

export const sloStates = ['ok', 'warning', 'critical', 'exhausted', 'unknown'] as const
export type SloState = (typeof sloStates)[number]

/** How bad each status is. Unknown counts as ok: it is no reason to alert anybody. */
export const badness: Record<SloState, number> = { unknown: 0, ok: 0, warning: 1, critical: 2, exhausted: 3 }

const others = (state: SloState) => sloStates.filter(other => other !== state)
/** Any status may follow any other, because it only describes what was measured. */
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

/** Both windows of a rule must reach its limit: the longer shows that it matters, the shorter that it is still going on. */
const burnRules = [
  { rule: 'fast', severity: 'critical', limit: 14.4, longSeconds: hour, shortSeconds: 5 * minute },
  { rule: 'slow', severity: 'critical', limit: 6, longSeconds: 6 * hour, shortSeconds: 30 * minute },
  { rule: 'ticket', severity: 'warning', limit: 1, longSeconds: 3 * day, shortSeconds: 6 * hour },
] as const

/** The counts of a stretch of time. `bad` is not a whole number if each score counts by how far it is below 1. */
export interface Counts {
  bad: number
  total: number
}
const nothing: Counts = { bad: 0, total: 0 }

/** The edges between the stretches of time that are read, in seconds ago, the longest first. */
export const stretchEdges = (days: number): number[] => {
  const edges = new Set([days * day, ...burnRules.flatMap(rule => [rule.longSeconds, rule.shortSeconds])])
  return [...edges].filter(edge => edge <= days * day).sort((a, b) => b - a)
}

/** Adds up the counts of the stretches within the last `seconds`. The key of a stretch is the seconds ago at which it begins. */
export function windowOf(stretches: ReadonlyMap<number, Counts>, seconds: number): Counts {
  let sum = nothing
  for (const [edge, { bad, total }] of stretches)
    if (edge <= seconds) sum = { bad: sum.bad + bad, total: sum.total + total }
  return sum
}

/** The share of bad ones, divided by the share that may be bad; null if nothing was counted. */
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

/** The state of a service level by what was counted. Pure. Without data it is unknown, never ok. */
export function judge({ target, days, minimumRequests }: Level, stretches: ReadonlyMap<number, Counts>): Judged {
  const period = windowOf(stretches, days * day)
  // A rule with a window longer than the period says nothing about the budget.
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

/** Tolerates the error of binary fractions: 1 bad request of 100 reaches a limit of 1 %. */
const reaches = (rate: number, limit: number) => rate >= limit - 1e-9

/** Seconds until the budget is spent at this burn rate; null: it does not shrink, or that is unknown. */
export function secondsLeft(budgetLeft: number | null, rate: number | null, days: number): number | null {
  if (budgetLeft === null || rate === null || rate <= 1 || budgetLeft <= 0) return null
  return (budgetLeft * days * day) / rate
}

/** For each bucket, the share of the budget used in the period that ends with it. A bucket without a row counts as empty. */
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

/** A share as somebody configured it, with all its digits: 99.95 %. */
export const shareText = (share: number): string => `${Number((share * 100).toFixed(6))} %`

/** What is left of a budget. It is negative if more than the whole budget was used. */
export const leftText = (left: number | null): string => formatPercent(left, 0).replace('-', '−')

interface Promised {
  objective: 'success' | 'latency' | 'cost' | 'quality' | 'tool_success'
  thresholdMs: number | null
  thresholdUsd: string | null
  thresholdScore: number | null
}

/** The promise in words: "99 % of its requests succeed". */
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
