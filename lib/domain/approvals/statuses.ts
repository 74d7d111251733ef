import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const approvalStatuses = {
  pending: look('waiting', 'hourglass', 'waiting'),
  approved: look('ok', 'check', 'approved'),
  rejected: look('critical', 'cross', 'rejected'),
  expired: look('neutral', 'clock-off', 'expired'),
  cancelled: look('neutral', 'dash', 'cancelled'),
  superseded: look('neutral', 'dash', 'superseded'),
  claimed: look('running', 'ring', 'executing'),
  executed: look('ok', 'check', 'executed'),
  failed: look('critical', 'octagon', 'failed'),
  unknown: look('warning', 'triangle', 'outcome unknown'),
} as const satisfies StatusTable

export const riskStatuses = {
  low: look('neutral', 'dash', 'low'),
  normal: look('neutral', 'dash', 'normal'),
  medium: look('neutral', 'dash', 'medium'),
  high: look('warning', 'triangle', 'high'),
  critical: look('critical', 'octagon', 'critical'),
} as const satisfies StatusTable
