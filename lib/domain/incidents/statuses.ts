import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const incidentStatuses = {
  open: look('critical', 'octagon', 'open'),
  acknowledged: look('running', 'ring', 'worked on'),
  resolved: look('ok', 'check', 'resolved'),
} as const satisfies StatusTable

export const severityStatuses = {
  info: look('neutral', 'dash', 'info'),
  warning: look('warning', 'triangle', 'warning'),
  critical: look('critical', 'octagon', 'critical'),
} as const satisfies StatusTable
