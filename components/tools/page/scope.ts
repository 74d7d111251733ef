import { tracesHref } from '#lib/client/links.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

/** Which calls of a tool a page shows. */
export interface ToolScope {
  tool: string
  environment: string | null
  range: TimeRange
}

/** In the form of a metrics query. */
export const filterOf = ({ tool, environment }: ToolScope) => ({ tool, ...(environment ? { environment } : {}) })

/** The traces behind a figure of it. */
export const tracesOf = (scope: ToolScope, more: Readonly<Record<string, string | null>> = {}) =>
  tracesHref(scope.range, { ...filterOf(scope), ...more })

/** Only its own calls: spans of other kinds may name a tool too. */
export const callFilter = (scope: ToolScope) => ({ ...filterOf(scope), kind: ['tool', 'retrieval'] })
