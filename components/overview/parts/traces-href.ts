import { tracesHref as hrefOf } from '#lib/client/links.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

interface Behind {
  agent: string | null
  environment: string | null
  range: TimeRange
  release?: string | null
  status?: 'error'
  sort?: '-cost' | '-durationMs'
}

/** The traces behind a figure of an agent. */
export const tracesHref = ({ range, ...filters }: Behind): string => hrefOf(range, filters)
