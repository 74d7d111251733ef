import { tracesHref } from '#lib/client/links.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

/** Which of an agent's work a page shows. */
export interface AgentScope {
  agent: string
  environment: string | null
  range: TimeRange
}

/** As the metrics query takes it. */
export const filterOf = ({ agent, environment }: AgentScope) => ({ agent, ...(environment ? { environment } : {}) })

/** The traces behind a figure of it. */
export const tracesOf = (scope: AgentScope, more: Readonly<Record<string, string | null>> = {}) =>
  tracesHref(scope.range, { ...filterOf(scope), ...more })
