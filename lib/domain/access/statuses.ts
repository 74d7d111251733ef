import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const keyStatuses = {
  active: look('ok', 'check', 'active'),
  revoked: look('neutral', 'dash', 'revoked'),
  expired: look('neutral', 'clock-off', 'expired'),
} as const satisfies StatusTable

export const memberStatuses = {
  active: look('ok', 'check', 'active'),
  invited: look('waiting', 'hourglass', 'invited'),
  deactivated: look('neutral', 'dash', 'deactivated'),
} as const satisfies StatusTable
