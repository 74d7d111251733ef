import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const sloStatuses = {
  ok: look('ok', 'check', 'within its budget'),
  warning: look('warning', 'triangle', 'burning'),
  critical: look('critical', 'octagon', 'burning fast'),
  exhausted: look('critical', 'cross', 'budget spent'),
  unknown: look('neutral', 'dash', 'no data'),
} as const satisfies StatusTable
