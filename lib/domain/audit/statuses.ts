import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const auditStatuses = {
  ok: look('ok', 'check', 'done'),
  denied: look('critical', 'cross', 'denied'),
} as const satisfies StatusTable
