import { toRfc3339 } from '#lib/shared/time.ts'
import type { ConfiguredBreaker } from './read-breakers.ts'
import { type Breaker, newBreaker } from './rules.ts'
import type { BreakerItem } from './schemas.ts'

/** A breaker as it is shown; one that nothing has passed yet is closed. */
export function toItem(
  { slug, scope, configured }: ConfiguredBreaker,
  stored: Breaker | null,
  incidentId: string | null,
): BreakerItem {
  const breaker = stored ?? newBreaker()
  const { state, epoch, since, streak, openUntil, reason } = breaker
  const time = (ms: number | null) => (ms === null || ms === 0 ? null : toRfc3339(new Date(ms)))
  return {
    ...{ slug, scope, configured, state, epoch, reason },
    since: time(since),
    failures: Object.values(streak).reduce((sum, count) => sum + count, 0),
    nextProbeAt: state === 'open' ? time(openUntil) : null,
    incidentId,
  }
}
