'use client'

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { rangeSearch } from '#lib/client/range-params.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import type { MetricsQuery } from '#lib/domain/metrics/schemas.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { type ScoreKey, scoreTestOf, scoreTypes } from './score-rows.ts'

const params = {
  agent: parseAsString,
  release: parseAsString,
  framework: parseAsString,
  /** The score that is looked at closely. */
  score: parseAsString,
  source: parseAsString,
  type: parseAsStringLiteral(scoreTypes),
  /** The failed tool calls are listed: of one tool, where one is named. */
  failed: parseAsBoolean,
  tool: parseAsString,
}
export const qualityFilters = ['agent', 'release', 'framework'] as const
export type QualityFilters = Partial<Record<(typeof qualityFilters)[number] | 'environment', string>>

/** What the page is narrowed to, all of it in the URL. */
export function useQuality() {
  const [range, setRange] = useTimeRange()
  const { environment } = useScope()
  const [{ score, source, type, failed, tool, ...narrow }, setParams] = useQueryStates(params, { history: 'push' })
  const { agent, release, framework } = narrow
  const filter = useMemo(
    () => withoutNull({ agent, release, framework, environment }),
    [agent, release, framework, environment],
  )
  const chosen: ScoreKey | null = score && source && type ? { name: score, source, type } : null
  return {
    range,
    setRange,
    filter,
    chosen,
    /** Undefined: they are not listed; null: of all tools. */
    failed: failed ? tool : undefined,
    closeFailed: () => void setParams({ failed: null, tool: null }),
    /** This page with the failed calls of a tool, or of all, listed on it. */
    failedHref: useCallback(
      (of: string | null) =>
        failedHref(range, filter, score && source && type ? { name: score, source, type } : null, of),
      [range, filter, score, source, type],
    ),
    choose: (key: ScoreKey | null) =>
      void setParams({ score: key?.name ?? null, source: key?.source ?? null, type: key?.type ?? null }),
    narrow: (change: QualityFilters) => void setParams(change),
    remove: (name: (typeof qualityFilters)[number]) => void setParams({ [name]: null }),
  }
}

const withoutNull = (values: Record<string, string | null>): QualityFilters =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

/** How the metrics query asks for scores of one name, source and type. */
export const filterOf = (filter: QualityFilters, { name, source, type }: ScoreKey): MetricsQuery['filter'] => ({
  ...filter,
  scoreName: name,
  scoreSource: source,
  scoreType: type,
})

/** The traces behind a figure of scores. */
export function tracesHref(range: TimeRange, filter: QualityFilters, key: ScoreKey | null, test = ''): string {
  const search = new URLSearchParams({ ...(filter as Record<string, string>), ...rangeSearch(range) })
  if (key) search.set('score', scoreTestOf(key, test))
  return `/traces?${search}`
}

function failedHref(range: TimeRange, filter: QualityFilters, chosen: ScoreKey | null, tool: string | null): string {
  const search = new URLSearchParams({ ...(filter as Record<string, string>), ...rangeSearch(range), failed: 'true' })
  if (tool !== null) search.set('tool', tool)
  if (chosen)
    for (const [name, value] of Object.entries({ score: chosen.name, source: chosen.source, type: chosen.type }))
      search.set(name, value)
  return `/quality?${search}#failed`
}
