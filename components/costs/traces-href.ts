import { rangeValues } from '#lib/client/use-time-range.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import type { Breakdown } from './search-params.ts'

interface Wanted {
  range: TimeRange
  environment: string | null
  by?: Breakdown
  value?: string | null
}

/** The traces behind a figure, the dearest first; null where the list has no filter for it. */
export function tracesHref({ range, environment, by, value }: Wanted): string | null {
  const search = new URLSearchParams({ sort: '-cost' })
  const { range: preset, from, to } = rangeValues(range)
  if (preset) search.set('range', preset)
  if (from && to) {
    search.set('from', minuteOf(from))
    search.set('to', minuteOf(to))
  }
  if (environment) search.set('environment', environment)
  if (by !== undefined) {
    if (value === null || value === undefined || by === 'tag') return null
    if (by === 'provider') search.set('attribute', `gen_ai.provider.name:${value}`)
    else search.set(by, value)
  }
  return `/traces?${search}`
}

const minuteOf = (at: Date) => `${at.toISOString().slice(0, 16)}Z`
