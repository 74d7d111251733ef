import { formatPercent } from '#lib/shared/numbers.ts'
import type { Measured } from './measure.ts'
import { minute } from './rules.ts'
import type { Slo } from './schemas.ts'

const span = (seconds: number) =>
  seconds < 3600 ? `${seconds / minute} min` : seconds < 172_800 ? `${seconds / 3600} h` : `${seconds / 86_400} days`

/** "99 % of its requests succeed": what is promised. */
export function promiseOf({ objective, thresholdMs, thresholdUsd, thresholdScore }: Slo, target: number): string {
  const share = formatPercent(target, 3)
  switch (objective) {
    case 'success':
      return `${share} of its requests succeed`
    case 'latency':
      return `${share} of its requests take at most ${thresholdMs} ms`
    case 'cost':
      return `${share} of its runs cost at most $${thresholdUsd}`
    case 'quality':
      return thresholdScore === null
        ? `its quality is ${share}`
        : `${share} of its scores are at least ${thresholdScore}`
    case 'tool_success':
      return `${share} of its tool calls succeed`
  }
}

/** How a service level stands, in one or two sentences, for people who do not have the page before them. */
export function messageOf({ slo, target, judged, why }: Measured): string {
  const { status, attained, budgetLeft, burn } = judged
  if (status === 'unknown') return why ?? 'Nothing is known.'
  const stands = `${slo.agent}: ${formatPercent(attained, 2)} of ${formatPercent(target, 3)} over ${slo.days === 1 ? '1 day' : `${slo.days} days`}`
  if (status === 'exhausted') return `${stands}. The error budget is spent.`
  const firing = burn.find(each => each.firing)
  const left = `${formatPercent(budgetLeft, 1)} of the error budget is left`
  if (!firing) return `${stands}; ${left}.`
  const rate = (firing.long ?? 0).toFixed(1)
  return `${stands}; ${left}. It burns ${rate} times as fast as it lasts, over ${span(firing.longSeconds)} and the last ${span(firing.shortSeconds)}.`
}
