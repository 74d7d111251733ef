import type { PoolClient } from 'pg'
import { writeMarks } from '#lib/domain/traces/marks/write-marks.ts'
import type { TracePlan } from '#lib/domain/traces/store/plan.ts'
import { measureNames } from '#lib/domain/traces/store/rollups/contribution.ts'
import { type Column, insertFrom, replacing, type Statement, unnest, writeRows } from './columns.ts'
import { attributedColumns, keyColumns, payloadColumns, type SpanRow, spanColumns } from './span-columns.ts'

const keyNames = keyColumns.map(column => `"${column.name}"`).join(', ')

const upsertSpans: Statement<SpanRow> = {
  name: 'upsert-spans',
  columns: spanColumns,
  text: `${insertFrom('span', spanColumns)} on conflict (${keyNames}) do update set ${replacing(spanColumns, 4)}`,
}
const upsertPayloads: Statement<SpanRow> = {
  name: 'upsert-payloads',
  columns: payloadColumns,
  text: `${insertFrom('span_payload', payloadColumns)} on conflict (${keyNames}) do update set ${replacing(payloadColumns, 4)}`,
}

const reattributeColumns: Column<TracePlan['reattributed'][number]>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'day', type: 'date', get: row => row.day },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'span_id', type: 'text', get: row => row.spanId },
  ...attributedColumns,
]
const reattribute: Statement<TracePlan['reattributed'][number]> = {
  name: 'reattribute',
  columns: reattributeColumns,
  text: `update span set ${attributedColumns.map((column, i) => `"${column.name}" = u.c${i + 4}`).join(', ')}
    from ${unnest(reattributeColumns)}
    where span.project_id = u.c0 and span.day = u.c1::date and span.trace_id = u.c2 and span.span_id = u.c3`,
}

export type TraceRow = TracePlan & { projectId: string }
const of = (name: string, type: Column<TraceRow>['type'], get: (row: TraceRow) => unknown): Column<TraceRow> => ({
  name,
  type,
  get,
})

export const traceColumns: Column<TraceRow>[] = [
  of('project_id', 'text', row => row.projectId),
  of('trace_id', 'text', row => row.traceId),
  of('day', 'date', row => row.day),
  of('name', 'text', row => row.summary.name),
  of('agent', 'text', row => row.summary.agent),
  of('framework', 'text', row => row.summary.framework),
  of('release', 'text', row => row.summary.release),
  of('environment', 'text', row => row.summary.environment),
  of('session_id', 'text', row => row.summary.sessionId),
  of('user_id', 'text', row => row.summary.userId),
  of('run_id', 'text', row => row.summary.runId),
  of('tags', 'textlist', row => row.summary.tags),
  of('models', 'textlist', row => row.summary.models),
  of('tools', 'textlist', row => row.summary.tools),
  of('prompts', 'textlist', row => row.summary.prompts),
  of('status', 'text', row => row.summary.status),
  of('has_root', 'boolean', row => row.summary.hasRoot),
  of('start_us', 'bigint', row => row.summary.startUs),
  of('duration_us', 'bigint', row => row.summary.durationUs),
  of('span_count', 'int', row => row.summary.spanCount),
  of('noise_count', 'int', row => row.summary.noiseCount),
  of('error_count', 'int', row => row.summary.errorCount),
  of('llm_calls', 'int', row => row.summary.llmCalls),
  of('tool_calls', 'int', row => row.summary.toolCalls),
  of('input_tokens', 'bigint', row => row.summary.input),
  of('output_tokens', 'bigint', row => row.summary.output),
  of('cached_input_tokens', 'bigint', row => row.summary.cachedInput),
  of('reasoning_tokens', 'bigint', row => row.summary.reasoning),
  of('cost_nanos', 'bigint', row => row.summary.cost),
  of('unpriced_spans', 'int', row => row.summary.unpricedSpans),
  of('unmetered_calls', 'int', row => row.summary.unmeteredCalls),
  of('input_preview', 'text', row => row.summary.inputPreview),
  of('output_preview', 'text', row => row.summary.outputPreview),
  of('executes', 'boolean', row => row.summary.executes),
  of('heads', 'jsonb', row => row.heads),
  of('measures', 'text', () => measureNames),
  of('revision', 'int', row => row.revision),
]
/** started_at repeats start_us for the index; multiplying an interval keeps the microseconds exact. */
const startIndex = traceColumns.findIndex(column => column.name === 'start_us')
const upsertTraces: Statement<TraceRow> = {
  name: 'upsert-traces',
  columns: traceColumns,
  text: insertFrom('trace', traceColumns)
    .replace('("project_id"', '("marked", "started_at", "project_id"')
    .replace('select u.c0', `select true, 'epoch'::timestamptz + u.c${startIndex} * interval '1 microsecond', u.c0`)
    .concat(
      ` on conflict ("project_id", "trace_id") do update set "started_at" = excluded."started_at", ${replacing(traceColumns, 3)}, "contribution" = null, "updated_at" = now()`,
    ),
}

interface Link {
  projectId: string
  traceId: string
  spanId: string
  linkedTraceId: string
  linkedSpanId: string
}
const linkColumns: Column<Link>[] = [
  { name: 'project_id', type: 'text', get: row => row.projectId },
  { name: 'trace_id', type: 'text', get: row => row.traceId },
  { name: 'span_id', type: 'text', get: row => row.spanId },
  { name: 'linked_trace_id', type: 'text', get: row => row.linkedTraceId },
  { name: 'linked_span_id', type: 'text', get: row => row.linkedSpanId },
]
const insertLinks: Statement<Link> = {
  name: 'insert-links',
  columns: linkColumns,
  text: `${insertFrom('span_link', linkColumns)} on conflict do nothing`,
}

/** Writes spans and traces without their payloads and links, with one statement a table, whatever the number of spans. */
export async function writeFigures(client: PoolClient, projectId: string, plans: readonly TracePlan[]): Promise<void> {
  await writeRows(
    client,
    upsertSpans,
    plans.flatMap(plan => plan.written),
  )
  await writeRows(
    client,
    reattribute,
    plans.flatMap(plan => plan.reattributed),
  )
  await writeRows(
    client,
    upsertTraces,
    plans.map(plan => ({ ...plan, projectId })),
  )
  await writeMarks(client, projectId, plans)
}

/** Writes plans whole. */
export async function writePlans(client: PoolClient, projectId: string, plans: readonly TracePlan[]): Promise<void> {
  const rows = plans.flatMap(plan => plan.written)
  await writeFigures(client, projectId, plans)
  await writeRows(client, upsertPayloads, rows)
  const replaced = plans.flatMap(({ traceId, replaced: spans }) => spans.map(spanId => ({ traceId, spanId })))
  if (replaced.length > 0) {
    await client.query(
      `delete from span_link using unnest($2::text[], $3::text[]) as u(t, s)
       where project_id = $1 and trace_id = u.t and span_id = u.s`,
      [projectId, replaced.map(key => key.traceId), replaced.map(key => key.spanId)],
    )
  }
  const links = rows.flatMap(({ span }) =>
    span.links.map(link => ({
      projectId,
      traceId: span.traceId,
      spanId: span.spanId,
      linkedTraceId: link.traceId,
      linkedSpanId: link.spanId,
    })),
  )
  await writeRows(client, insertLinks, links)
}
