import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const verdictStatuses = {
  pass: look('ok', 'check', 'passes'),
  fail: look('critical', 'cross', 'fails'),
  inconclusive: look('warning', 'triangle', 'inconclusive'),
  running: look('running', 'ring', 'running'),
  scoring: look('running', 'ring', 'being scored'),
} as const satisfies StatusTable
