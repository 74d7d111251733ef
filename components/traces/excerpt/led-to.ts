import { parseMicros } from '#lib/shared/time.ts'

interface Timed {
  startedAt: string
  durationMs: number | null
  noise: boolean
}

/** A span with its place on the line from the first span shown to the request, in percent. */
export interface Placed<S> {
  span: S
  left: number
  width: number
}

/** One screen holds them beside everything else. */
const most = 6

/** The last spans that began before a request, in order, and how many came before those. */
export function ledTo<S extends Timed>(spans: readonly S[], askedAt: string): { shown: Placed<S>[]; earlier: number } {
  const asked = parseMicros(askedAt)
  const before = spans.filter(span => !span.noise && parseMicros(span.startedAt) <= asked)
  const last = before.slice(-most)
  const [from, to] = windowOf(last)
  const place = (micros: number) => Math.min(100, Math.max(0, ((micros - from) / (to - from)) * 100))
  const shown = last.map(span => {
    const left = place(parseMicros(span.startedAt))
    return { span, left, width: place(endOf(span) ?? to) - left }
  })
  return { shown, earlier: before.length - last.length }
}

const endOf = (span: Timed) => (span.durationMs === null ? null : parseMicros(span.startedAt) + span.durationMs * 1_000)

/** From the first start to the last end that is known; a wrapper that began long before is drawn from the edge. */
function windowOf(spans: readonly Timed[]): [number, number] {
  const from = Math.min(...spans.map(span => parseMicros(span.startedAt)))
  const to = Math.max(...spans.map(span => endOf(span) ?? parseMicros(span.startedAt)))
  return [from, to > from ? to : from + 1]
}
