import { type Outcome, type Reported, report } from './report.ts'
import { admit, type Breaker } from './rules.ts'
import type { BreakerSettings } from './settings.ts'

/** A step that nobody asked about. A trace showed it when it was over. */
export interface Witnessed extends Pick<Outcome, 'key' | 'result' | 'durationMs'> {
  /** Unique for the step. */
  id: string
  startedAt: number
}

/**
 * Counts a step after the fact, by the rules of permits. It belongs to the state in which it began, so a step from
 * before the last change does not count. If the breaker was open and its time was over when the step began, nobody
 * stopped the step, and it is the probe.
 */
export function witness(before: Breaker, settings: BreakerSettings, now: number, seen: Witnessed): Reported {
  const ignored = { breaker: before, steps: [], counted: false }
  const { id, startedAt, key, result, durationMs } = seen
  // A breaker that has never changed its state has no earlier one.
  if (before.epoch > 1 && startedAt < before.since) return ignored
  const outcome = (epoch: number): Outcome => ({ permit: id, epoch, key, result, durationMs })
  if (before.state === 'closed' || before.state === 'metrics_only')
    return report(before, settings, now, outcome(before.epoch))
  const due = before.state === 'open' && before.openUntil !== null && startedAt > before.openUntil
  if (result === 'ignored' || !(due || before.state === 'half_open')) return ignored
  const admitted = admit(before, settings, now, id)
  if (!admitted.probe) return ignored
  const settled = report(admitted.breaker, settings, now, outcome(admitted.breaker.epoch))
  return { ...settled, steps: [...admitted.steps, ...settled.steps] }
}
