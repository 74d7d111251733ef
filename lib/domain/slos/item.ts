import { toRfc3339 } from '#lib/shared/time.ts'
import type { Measured } from './measure.ts'
import { hour, secondsLeft } from './rules.ts'
import type { SloItem } from './schemas.ts'
import type { SloBody } from './state.ts'

/** A service level as the API shows it: what the rollups say now, and since when its status has been so. */
export function toItem(
  { slo, target, judged, why }: Measured,
  revision: number,
  state: SloBody | null,
  now: number,
): SloItem {
  const { burn, status, budgetLeft } = judged
  const [fast] = burn
  const steady = burn.find(({ longSeconds }) => longSeconds === 6 * hour)?.long ?? null
  const left = secondsLeft(budgetLeft, steady, slo.days)
  return {
    ...slo,
    ...judged,
    ...{ revision, target, why },
    since: state?.status === status ? toRfc3339(new Date(state.since)) : null,
    burnRate: { short: fast?.short ?? null, long: fast?.long ?? null },
    burn: burn.map(each => ({ ...each })),
    spentAt: left === null ? null : toRfc3339(new Date(now + left * 1000)),
  }
}
