import { formatPercent } from '#lib/shared/numbers.ts'
import type { Measured } from './measure.ts'
import { minute, shareText } from './rules.ts'

const span = (seconds: number) =>
  seconds < 3600 ? `${seconds / minute} min` : seconds < 172_800 ? `${seconds / 3600} h` : `${seconds / 86_400} days`

/** The state of a service level in one or two sentences, for messages. */
export function messageOf({ slo, target, judged, why }: Measured): string {
  const { status, attained, budgetLeft, burn } = judged
  if (status === 'unknown') return why ?? 'Nothing is known.'
  const stands = `${slo.agent}: ${formatPercent(attained, 2)} of ${shareText(target)} over ${slo.days === 1 ? '1 day' : `${slo.days} days`}`
  if (status === 'exhausted') return `${stands}. The error budget is spent.`
  const firing = burn.find(each => each.firing)
  const left = `${formatPercent(budgetLeft, 1)} of the error budget is left`
  if (!firing) return `${stands}; ${left}.`
  const rate = (firing.long ?? 0).toFixed(1)
  return `${stands}; ${left}. It burns ${rate} times as fast as it should, over ${span(firing.longSeconds)} and the last ${span(firing.shortSeconds)}.`
}
