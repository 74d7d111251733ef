import { look, type StatusTable } from '#lib/shared/status-tone.ts'

/** What a guardrail answered. */
export const outcomeStatuses = {
  passed: look('ok', 'check', 'passed'),
  flagged: look('warning', 'triangle', 'flagged'),
  redacted: look('warning', 'triangle', 'redacted'),
  blocked: look('critical', 'octagon', 'blocked'),
} as const satisfies StatusTable
