import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** The states of a page. */
export const pageStatuses = {
  open: look('critical', 'octagon', 'nobody has answered'),
  acknowledged: look('running', 'ring', 'acknowledged'),
  ended: look('ok', 'check', 'over'),
} as const satisfies StatusTable
