import { rangeValues } from '#lib/client/use-time-range.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

export interface Behind {
  agent: string | null
  environment: string | null
  range: TimeRange
  release?: string | null
  status?: 'error'
  sort?: '-cost' | '-durationMs'
}

/** The traces behind a figure of an agent. */
export function tracesHref({ range, ...filters }: Behind): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value) search.set(name, value)
  const { range: preset, from, to } = rangeValues(range)
  if (preset) search.set('range', preset)
  for (const [name, at] of Object.entries({ from, to })) if (at) search.set(name, `${at.toISOString().slice(0, 16)}Z`)
  return `/traces?${search}`
}
