import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const ragStatuses = {
  pass: look('ok', 'check', 'passes'),
  fail: look('critical', 'cross', 'fails'),
  lacks_evidence: look('warning', 'triangle', 'lacks evidence'),
} as const satisfies StatusTable

export const driftStatuses = {
  steady: look('ok', 'check', 'steady'),
  drifting: look('warning', 'triangle', 'drifting'),
  unknown: look('neutral', 'dash', 'too little data'),
} as const satisfies StatusTable
