import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** Where an agent stands in the registry. */
export const registryStatuses = {
  enabled: look('ok', 'check', 'registered'),
  disabled: look('critical', 'octagon', 'switched off'),
  seen: look('neutral', 'dash', 'seen, not registered'),
  archived: look('neutral', 'clock-off', 'entry deleted'),
} as const satisfies StatusTable

/** How an agent fares against the range before. */
export const healthStatuses = {
  critical: look('critical', 'octagon', 'much worse'),
  worse: look('warning', 'triangle', 'worse'),
  steady: look('ok', 'check', 'steady'),
  unknown: look('neutral', 'dash', 'new'),
} as const satisfies StatusTable
