import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const breakerStatuses = {
  open: look('critical', 'octagon', 'open'),
  half_open: look('warning', 'ring', 'half open'),
  forced_open: look('neutral', 'cross', 'forced open'),
  metrics_only: look('running', 'ring', 'metrics only'),
  disabled: look('neutral', 'dash', 'disabled'),
  closed: look('ok', 'check', 'closed'),
} as const satisfies StatusTable
