import type { PoolClient } from 'pg'
import type { PriceBook } from '#lib/domain/prices/index.ts'
import type { Around } from '#lib/domain/traces/store/tables/load.ts'
import { toStoredTrace } from '#lib/domain/traces/store/tables/load-traces.ts'
import type { Received } from '#lib/domain/traces/store/tables/received.ts'
import type { StoredTrace } from '#lib/domain/traces/store/tables/stored-trace.ts'
import { readAgain } from './read-again.ts'

/** A stored trace, read again. */
export interface TraceAgain {
  // biome-ignore lint/suspicious/noExplicitAny: a row of trace, compared column by column
  row: any
  stored: StoredTrace
  /** Spans that change, by id. */
  changed: Map<string, Received>
  unread: number
}

/** The most spans whose payload is in memory at once. */
const spansAtOnce = 500

/** Reads traces again; call it under their locks. */
export async function loadAgain(
  client: PoolClient,
  projectId: string,
  traceIds: readonly string[],
  around: Around,
  prices: PriceBook | null,
): Promise<TraceAgain[]> {
  const { rows } = await client.query({
    name: 'recompute-traces',
    text: `select *, to_char(day, 'YYYY-MM-DD') as day_text from trace
           where project_id = $1 and trace_id = any($2::text[]) order by trace_id`,
    values: [projectId, traceIds],
  })
  const traces: TraceAgain[] = []
  for (const row of rows) traces.push(await loadTrace(client, projectId, row, around, prices))
  return traces
}

async function loadTrace(
  client: PoolClient,
  projectId: string,
  row: TraceAgain['row'],
  around: Around,
  prices: PriceBook | null,
): Promise<TraceAgain> {
  const stored: StoredTrace = { ...toStoredTrace(row, around), whole: true }
  const trace: TraceAgain = { row, stored, changed: new Map(), unread: 0 }
  for (let after = ''; ; ) {
    const spans = await spansAfter(client, projectId, stored, after)
    for (const span of spans) {
      const again = readAgain(span, prices)
      stored.spans.set(span.span_id, again.stored)
      if (again.changed) trace.changed.set(span.span_id, again.changed)
      if (again.unread) trace.unread++
    }
    if (spans.length < spansAtOnce) return trace
    after = spans.at(-1)?.span_id
  }
}

async function spansAfter(client: PoolClient, projectId: string, { day, traceId }: StoredTrace, after: string) {
  // The payload by key, span for span: a plain join of a trace that came lately reads whole tables.
  const { rows } = await client.query({
    name: 'recompute-spans',
    text: `select s.*, p.attributes, p.events, p.links, u.json as usage_log from span s left join lateral (
             select attributes, events, links from span_payload
             where project_id = s.project_id and day = s.day and trace_id = s.trace_id and span_id = s.span_id limit 1
           ) p on true left join lateral (
             select json from span_message where project_id = s.project_id and trace_id = s.trace_id and span_id = s.span_id
               and direction = 'usage' and s.kind in ('llm', 'embedding') order by at_us desc, json limit 1
           ) u on true
           where s.project_id = $1 and s.day = $2::date and s.trace_id = $3 and s.span_id > $4
           order by s.span_id limit ${spansAtOnce}`,
    values: [projectId, day, traceId, after],
  })
  return rows
}
