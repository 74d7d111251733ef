import type { AlertFields, Labels } from './schemas.ts'

/** The filters of the list of traces. */
const filters = ['environment', 'agent', 'framework', 'release', 'model', 'tool', 'user', 'session'] as const

const minuteOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`

/** The page with the traces behind a value: those of its group that began in its window. */
export function tracesPath(
  { measure, filter, window }: Pick<AlertFields, 'measure' | 'filter' | 'window'>,
  labels: Labels,
  end: Date,
): string {
  const search = new URLSearchParams()
  for (const name of filters) {
    const wanted = labels[name] ?? filter[name]
    if (typeof wanted === 'string') search.set(name, wanted)
  }
  if (/^errorRate$|rrors$/.test(measure)) search.set('status', 'error')
  const to = Math.ceil(end.getTime() / 60_000) * 60_000
  search.set('from', minuteOf(to - window * 1000))
  search.set('to', minuteOf(to))
  return `/traces?${search}`
}
