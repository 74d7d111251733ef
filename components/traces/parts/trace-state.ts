import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import type { traceStatuses } from '#lib/domain/traces/statuses.ts'
import { plural } from '#lib/shared/numbers.ts'
import type { StatusOf } from '#lib/shared/status-tone.ts'

/** A trace's status and the failures in it, in one sign and one sentence: two beside each other contradict. */
export function traceState({ status, errorCount }: Pick<TraceItem, 'status' | 'errorCount'>): {
  value: StatusOf<typeof traceStatuses>
  label: string
} {
  const errors = `error in ${plural(errorCount, 'span')}`
  if (status === 'running') return { value: status, label: errorCount > 0 ? `running, ${errors} so far` : 'running' }
  if (status === 'error') return { value: status, label: errorCount > 0 ? `failed, ${errors}` : 'failed' }
  return errorCount > 0
    ? { value: 'completedWithErrors', label: `completed, ${errors}` }
    : { value: status, label: 'completed' }
}
