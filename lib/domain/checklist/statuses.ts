import { look } from '#lib/shared/status-tone.ts'

export const readinessStatuses = {
  met: look('ok', 'check', 'met'),
  partly: look('warning', 'triangle', 'partly met'),
  missing: look('neutral', 'ring', 'missing'),
  unknown: look('critical', 'cross', 'not read'),
} as const
