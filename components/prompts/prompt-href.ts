import { rangeSearch } from '#lib/client/range-params.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

export const promptHref = ({ name }: { name: string }) => `/prompts/${encodeURIComponent(name)}`

/** The traces that used a version of a prompt; a version that spans do not name cannot be asked for. */
export function promptTracesHref(prompt: string, version: string, range: TimeRange, more: Record<string, string> = {}) {
  const search = new URLSearchParams({ prompt, ...rangeSearch(range), ...more })
  if (version) search.set('promptVersion', version)
  return `/traces?${search}`
}
