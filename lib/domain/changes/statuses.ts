import { look, type StatusTable } from '#lib/shared/status-tone.ts'

export const healthStatuses = {
  critical: look('critical', 'octagon', 'failing more'),
  worse: look('warning', 'triangle', 'got worse'),
  steady: look('ok', 'check', 'steady'),
  unknown: look('neutral', 'dash', 'too little data'),
} as const satisfies StatusTable
