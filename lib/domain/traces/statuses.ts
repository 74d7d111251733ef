import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const traceStatuses = {
  ok: look('ok', 'check', 'completed'),
  completedWithErrors: look('warning', 'triangle', 'completed with errors'),
  error: look('critical', 'octagon', 'failed'),
  running: look('running', 'ring', 'running'),
} as const satisfies StatusTable

export const spanStatuses = {
  ok: look('ok', 'check', 'ok'),
  error: look('critical', 'octagon', 'failed'),
  running: look('running', 'ring', 'running'),
} as const satisfies StatusTable
