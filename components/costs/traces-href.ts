import { rangeSearch } from '#lib/client/range-params.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import type { Breakdown } from './search-params.ts'

interface Wanted {
  range: TimeRange
  environment: string | null
  by?: Breakdown
  value?: string | null
}

/** The traces behind a figure, the most expensive first. Null if the list of traces has no such filter. */
export function tracesHref({ range, environment, by, value }: Wanted): string | null {
  const search = new URLSearchParams({ sort: '-cost', ...rangeSearch(range) })
  if (environment) search.set('environment', environment)
  if (by !== undefined) {
    if (value === null || value === undefined || by === 'tag') return null
    if (by === 'provider') search.set('attribute', `gen_ai.provider.name:${value}`)
    else search.set(by, value)
  }
  return `/traces?${search}`
}
