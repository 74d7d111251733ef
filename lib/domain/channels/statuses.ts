import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** The states of a delivery. */
export const deliveryStatuses = {
  pending: look('waiting', 'hourglass', 'on its way'),
  delivered: look('ok', 'check', 'delivered'),
  failed: look('critical', 'cross', 'failed'),
} as const satisfies StatusTable
