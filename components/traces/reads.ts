import { createLoader, type inferParserType } from 'nuqs/server'
import { rangeFrom } from '#lib/client/range-params.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import { traceListParams } from './parts/search-params.ts'

export const traceListInAddress = createLoader(traceListParams)

/** What the list of traces asks for with what stands in the address, on the server and in the browser. */
export function tracesListed(params: inferParserType<typeof traceListParams>) {
  const { range: preset, from, to, sort, messages, ...filters } = params
  const range = rangeFrom({ range: preset, from, to })
  const query = Object.fromEntries(Object.entries(filters).filter(([, value]) => value))
  const messageTraces = messages === 'show' ? ('include' as const) : ('fold' as const)
  const pages = {
    key: [query, range, sort, messageTraces],
    // Bounds are of the moment of reading: a moving start would make every minute a new query.
    filters: () => ({ ...query, ...boundsOf(range, Date.now()), messageTraces, sort: sort ?? undefined }),
  }
  return { range, filters, query, pages }
}
