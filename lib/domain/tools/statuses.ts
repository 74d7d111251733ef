import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** Where a tool stands in the registry. */
export const registryStatuses = {
  registered: look('ok', 'check', 'registered'),
  seen: look('neutral', 'dash', 'seen, not registered'),
  archived: look('neutral', 'clock-off', 'entry deleted'),
} as const satisfies StatusTable

/** What the policy answers to a request for a tool. */
export const heldStatuses = {
  held: look('waiting', 'hourglass', 'needs approval'),
  passes: look('ok', 'check', 'passes'),
} as const satisfies StatusTable
