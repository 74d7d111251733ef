import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** How far a page has come. */
export const pageStatuses = {
  open: look('critical', 'octagon', 'nobody has answered'),
  acknowledged: look('running', 'ring', 'acknowledged'),
  ended: look('ok', 'check', 'over'),
} as const satisfies StatusTable
