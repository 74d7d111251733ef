import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const comparisonStatuses = {
  pass: look('ok', 'check', 'passes'),
  fail: look('critical', 'cross', 'fails'),
  inconclusive: look('warning', 'triangle', 'inconclusive'),
} as const satisfies StatusTable

export const findingStatuses = {
  none: look('ok', 'check', 'nothing found'),
  warning: look('warning', 'triangle', 'warning'),
  error: look('critical', 'cross', 'error'),
} as const satisfies StatusTable

export const moveStatuses = {
  done: look('ok', 'check', 'moved'),
  waiting: look('waiting', 'hourglass', 'waits for approval'),
  refused: look('neutral', 'dash', 'not moved'),
} as const satisfies StatusTable
