import { rangeSearch } from '#lib/client/range-params.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

export const promptHref = ({ name }: { name: string }) => `/prompts/${encodeURIComponent(name)}`

/** The traces that used a version of a prompt. If spans do not name the version, it is empty, and all traces of the prompt are shown. */
export function promptTracesHref(prompt: string, version: string, range: TimeRange, more: Record<string, string> = {}) {
  const search = new URLSearchParams({ prompt, ...rangeSearch(range), ...more })
  if (version) search.set('promptVersion', version)
  return `/traces?${search}`
}
