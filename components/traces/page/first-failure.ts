import type { SpanItem } from '#lib/domain/traces/schemas.ts'

type Failing = Pick<SpanItem, 'spanId' | 'parentSpanId' | 'status' | 'noise' | 'statusMessage' | 'events'>

/**
 * Of a trace's spans, by start, the failed one that explains the failure: the first below which nothing failed, because a
 * failure goes up and those above only repeat it. One that has a message is before those that have none. Null when nothing
 * failed.
 */
export function firstFailure(spans: readonly Failing[]): string | null {
  const failed = spans.filter(span => span.status === 'error' && !span.noise)
  const above = ancestors(spans, failed)
  const causes = failed.filter(span => !above.has(span.spanId))
  return (causes.find(explains) ?? causes[0] ?? failed[0])?.spanId ?? null
}

const explains = ({ statusMessage, events }: Failing) =>
  Boolean(statusMessage) || events.some(event => event.name === 'exception')

/** Every span above one of these; each is visited once, also in a loop of parents. */
function ancestors(spans: readonly Failing[], below: readonly Failing[]): ReadonlySet<string> {
  const parentOf = new Map(spans.map(span => [span.spanId, span.parentSpanId]))
  const above = new Set<string>()
  for (const { parentSpanId } of below) {
    for (let id = parentSpanId; id !== null && !above.has(id); id = parentOf.get(id) ?? null) above.add(id)
  }
  return above
}
