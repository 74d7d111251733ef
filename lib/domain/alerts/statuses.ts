import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** The states of a group of an alert rule. */
export const alertStatuses = {
  firing: look('critical', 'octagon', 'firing'),
  pending: look('warning', 'hourglass', 'pending'),
  resolved: look('ok', 'check', 'resolved'),
  ok: look('neutral', 'dash', 'does not hold'),
} as const satisfies StatusTable

/** The state of an alert rule as a whole. */
export const ruleStatuses = {
  firing: look('critical', 'octagon', 'fires'),
  pending: look('warning', 'hourglass', 'about to fire'),
  quiet: look('ok', 'check', 'quiet'),
  unknown: look('neutral', 'dash', 'no data'),
  waiting: look('neutral', 'ring', 'not evaluated yet'),
  fault: look('warning', 'triangle', 'cannot be evaluated'),
  disabled: look('neutral', 'clock-off', 'switched off'),
} as const satisfies StatusTable
