import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const stageStatusStatuses = {
  queued: look('neutral', 'ring', 'queued'),
  running: look('running', 'ring', 'running'),
  waiting: look('waiting', 'hourglass', 'waits for a person'),
  passed: look('ok', 'check', 'passed'),
  failed: look('critical', 'cross', 'failed'),
  skipped: look('neutral', 'dash', 'skipped'),
} as const satisfies StatusTable
