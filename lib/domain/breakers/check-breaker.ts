import { invalid } from '#lib/shared/problem.ts'
import type { BreakerFields } from './schemas.ts'

/** Throws 422 for a breaker that could not work. */
export function checkBreaker({ scope, window, openSeconds, backoff }: BreakerFields): void {
  if (scope.agent === null && scope.tool === null && scope.environment === null)
    throw invalid('Name an agent, a tool or an environment.', 'body.scope')
  if (backoff !== null && backoff.maxSeconds < openSeconds)
    throw invalid('The longest time lies below openSeconds, the shortest.', 'body.backoff.maxSeconds')
  if (window === null) return
  if (window.kind === 'count' && window.size > 500)
    throw invalid('A window counts at most 500 calls.', 'body.window.size')
  if (window.kind === 'count' && window.minimumCalls > window.size)
    throw invalid('The window never has that many calls.', 'body.window.minimumCalls')
  if (window.failures === null && window.failureRate === null && window.slowRate === null)
    throw invalid('Give failures, failureRate or slowRate.', 'body.window')
  if (window.kind === 'count' && window.failures !== null && window.failures > window.size)
    throw invalid('The window never has that many failures.', 'body.window.failures')
  if (window.slowRate !== null && window.slowMs === null)
    throw invalid('Say from which duration a call counts as slow.', 'body.window.slowMs')
}
