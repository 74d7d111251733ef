import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const stepStatuses = {
  todo: look('neutral', 'dash', 'to do'),
  running: look('running', 'ring', 'running'),
  waiting: look('waiting', 'hourglass', 'waits for approval'),
  done: look('ok', 'check', 'done'),
  skipped: look('neutral', 'cross', 'skipped'),
  failed: look('critical', 'octagon', 'failed'),
} as const satisfies StatusTable
