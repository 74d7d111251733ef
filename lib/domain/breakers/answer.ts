import { toRfc3339 } from '#lib/shared/time.ts'
import type { ConfiguredBreaker } from './read-breakers.ts'
import { towardsOpening } from './report.ts'
import { type BadCall, type Breaker, newBreaker } from './rules.ts'
import type { BreakerCall, BreakerItem } from './schemas.ts'

/** A breaker as it is shown. One that no step has passed yet is closed. */
export function toItem(
  known: ConfiguredBreaker,
  stored: Breaker | null,
  { incidentId, now }: { incidentId: string | null; now: number },
): BreakerItem {
  const { slug, scope, configured, settings, fallback } = known
  const breaker = stored ?? newBreaker()
  const { state, epoch, since, streak, openUntil, reason, openings } = breaker
  const time = (ms: number | null) => (ms === null || ms === 0 ? null : toRfc3339(new Date(ms)))
  const counts = state === 'closed' || state === 'metrics_only'
  return {
    ...{ slug, scope, configured, state, epoch, reason, openings, fallback },
    since: time(since),
    failures: Object.values(streak).reduce((sum, count) => sum + count, 0),
    towards: counts ? towardsOpening(breaker, settings, now) : [],
    probes: state === 'half_open' ? probesOf(breaker, settings.halfOpenPermits, now) : null,
    nextProbeAt: state === 'open' ? time(openUntil) : null,
    incidentId,
  }
}

function probesOf({ probes }: Breaker, needed: number, now: number) {
  const running = probes.filter(({ result, leaseUntil }) => result === null && leaseUntil > now).length
  return { running, results: probes.filter(({ result }) => result !== null).length, needed }
}

export const toCall = ({ at, ...call }: BadCall): BreakerCall => ({ ...call, at: toRfc3339(new Date(at)) })
