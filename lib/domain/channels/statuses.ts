import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** What became of a message to a channel. */
export const deliveryStatuses = {
  pending: look('waiting', 'hourglass', 'on its way'),
  delivered: look('ok', 'check', 'delivered'),
  failed: look('critical', 'cross', 'failed'),
} as const satisfies StatusTable
