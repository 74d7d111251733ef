import type { PriceBook } from '#lib/domain/prices/index.ts'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { withUsageOfLog } from '#lib/domain/traces/normalise/log-usage.ts'
import { normalise } from '#lib/domain/traces/normalise/normalise.ts'
import type { Attributes, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import type { Attributed, SpanState } from '#lib/domain/traces/store/attribution/span-state.ts'
import { toSpanState } from '#lib/domain/traces/store/tables/load.ts'
import { type Received, stateOf } from '#lib/domain/traces/store/tables/received.ts'
import { ownColumns } from '#lib/domain/traces/store/tables/span-columns.ts'

/** A stored span, and what it would be if it came today. */
interface ReadAgain {
  stored: { state: SpanState; attributed: Attributed }
  /** Null where nothing changes. */
  changed: Received | null
  /** It cannot be read again, and stays as it is. */
  unread: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: a row of span with its payload, its shape is the migration's
type Row = any

/**
 * Reads a stored span by today's rules: normalised and priced again from the attributes, events and links kept of it.
 * Its name, status, times and texts stay as they are. A span stays whole as it is when its payload is gone, when
 * today's rules would not take it, or when its attributes were cut and reading them again would lose what was known.
 */
export function readAgain(row: Row, prices: PriceBook | null): ReadAgain {
  const stored = toSpanState(row)
  const received = row.attributes === null ? null : receivedAgain(row, stored.state, prices)
  if (received === null) return { stored, changed: null, unread: true }
  const columns = ownColumns.map(({ name, get }) => ({
    before: asText(row[name]),
    after: asText(get({ ...received, projectId: '', day: '', attributed: stored.attributed })),
  }))
  const changed = columns.some(({ before, after }) => before !== after)
  const loses = columns.some(({ before, after }) => before !== null && after === null)
  if (loses && wasCut(row)) return { stored, changed: null, unread: true }
  return { stored, changed: changed ? received : null, unread: false }
}

const asText = (value: unknown) =>
  value === null || value === undefined ? null : Array.isArray(value) ? JSON.stringify(value) : String(value)

function receivedAgain(row: Row, stored: SpanState, prices: PriceBook | null): Received | null {
  const normalised = normalise(sentSpan(row, stored))
  if (normalised === null) return null
  const own = priceSpan({ ...normalised, ...keptOf(row, stored) }, prices)
  const read = withUsageOfLog(own, row.usage_log, prices)
  const state = {
    ...stateOf(read, stored.contentHash),
    attributeCount: stored.attributeCount,
    inputPreview: stored.inputPreview,
    outputPreview: stored.outputPreview,
  }
  // Payloads are not written again: a long trace would not fit into memory with them.
  return { state, span: { ...read, attributes: {}, events: [], links: [] } }
}

/** What today's rules do not change. */
function keptOf(row: Row, stored: SpanState) {
  return {
    name: stored.name,
    status: stored.status,
    statusMessage: row.status_message,
    startUs: stored.startUs,
    endUs: stored.endUs,
    ttftUs: row.ttft_us === null ? null : Number(row.ttft_us),
    input: null,
    output: null,
    scores: [],
    revision: stored.revision,
  } satisfies Partial<CanonicalSpan>
}

/** The span as its client sent it, without the scope's version, which is not stored. */
function sentSpan(row: Row, stored: SpanState): OtlpSpan {
  const attributes = row.attributes as Attributes
  return {
    resource: { attributes: below(attributes, 'resource.') },
    scope: { name: stored.scopeName ?? '', version: '', attributes: below(attributes, 'scope.') },
    traceId: row.trace_id,
    spanId: stored.spanId,
    parentSpanId: stored.parentSpanId,
    traceState: '',
    name: stored.name,
    kind: 0,
    startTimeUnixNano: nanos(stored.startUs),
    endTimeUnixNano: stored.endUs === null ? 0n : nanos(stored.endUs),
    attributes,
    droppedAttributesCount: row.dropped_attributes,
    events: row.events.map((event: Row) => ({ ...event, timeUnixNano: nanos(event.atUs) })),
    links: row.links,
    status: { code: stored.status === 'error' ? 2 : 0, message: row.status_message ?? '' },
  }
}

const nanos = (us: number) => BigInt(us) * 1000n

function below(attributes: Attributes, prefix: string): Attributes {
  const entries = Object.entries(attributes).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), value]))
}

/** Marks of the limits: a value left out, keys left out, a text cut. */
const marks = /"\$omitted(Keys)?":|… \[truncated, \d+ characters\]"/

const wasCut = (row: Row) => marks.test(JSON.stringify([row.attributes, row.events]))
