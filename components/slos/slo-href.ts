import { tracesHref } from '#lib/client/links.ts'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

export const sloHref = ({ slug }: { slug: string }): string => `/slos/${encodeURIComponent(slug)}`

const sorts: Partial<Record<SloItem['objective'], string>> = { latency: '-durationMs', cost: '-cost' }

/** The traces behind a service level, the bad ones first if the list can sort by that. */
export function tracesBehind({ agent, environment, objective }: SloItem, range: TimeRange): string {
  const status = objective === 'success' ? 'error' : null
  return tracesHref(range, { agent, environment, status, sort: sorts[objective] })
}

/** The period of the service level as a range of the trace list. */
export const periodOf = ({ days }: SloItem): TimeRange => ({
  kind: 'preset',
  preset: days === 1 ? '24h' : days === 7 ? '7d' : '30d',
})
