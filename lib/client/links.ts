import type { TimeRange } from '#lib/shared/time-range.ts'
import { rangeValues } from './range-params.ts'

/** The list of traces behind a figure: what it is narrowed to, and its range. */
export function tracesHref(range: TimeRange, filter: Readonly<Record<string, string | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) if (value) search.set(name, value)
  const { range: preset, from, to } = rangeValues(range)
  const minute = (at: Date) => `${at.toISOString().slice(0, 16)}Z`
  if (preset) search.set('range', preset)
  if (from && to) {
    search.set('from', minute(from))
    search.set('to', minute(to))
  }
  return `/traces?${search}`
}

/**
 * The page of something whose name came from outside. Null where no address can hold the name: browsers take a lone
 * dot or two for a step between folders, however they are written.
 */
export const pageHref = (folder: '/agents' | '/tools', name: string): string | null =>
  name === '' || name === '.' || name === '..' ? null : `${folder}/${encodeURIComponent(name)}`
