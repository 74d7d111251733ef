import type { PoolClient } from 'pg'
import { callNames, sharedLimit } from '#lib/domain/traces/store/attribution/model-calls.ts'
import type { TraceSummary } from '#lib/domain/traces/store/attribution/summarise.ts'
import { twinsOf } from '#lib/domain/traces/store/attribution/twins.ts'
import { type StoredContribution, unpack } from '#lib/domain/traces/store/rollups/stored-contribution.ts'
import { type Around, toSpanState } from './load.ts'
import type { Received } from './received.ts'
import type { Missing, StoredTrace } from './stored-trace.ts'

const readTraces = `select t.*, to_char(t.day, 'YYYY-MM-DD') as day_text from trace t
  where project_id = $1 and trace_id = any($2::text[])`

/**
 * What is stored of traces, and of their spans those that the received ones may change or be changed by: the received
 * themselves, whatever is above them, children that waited for them, spans that may tell of the same call, and the spans
 * that the trace's row takes its words from. Call it under the locks of the traces.
 */
export async function loadTraces(
  client: PoolClient,
  projectId: string,
  received: ReadonlyMap<string, readonly Received[]>,
  around: Around,
): Promise<Map<string, StoredTrace>> {
  const { rows } = await client.query({
    name: 'load-traces',
    text: readTraces,
    values: [projectId, [...received.keys()]],
  })
  const traces = new Map<string, StoredTrace>(rows.map(row => [row.trace_id, toStoredTrace(row, around)]))
  const wanted = [...traces.values()]
    .filter(canBePartial)
    .flatMap(trace => wantedOf(trace, received.get(trace.traceId) ?? []))
  if (wanted.length > 0) await loadWanted(client, projectId, traces, wanted)
  for (const trace of traces.values()) if (!canBePartial(trace)) await loadWhole(client, projectId, trace)
  return traces
}

/** Loads the rows that a plan needs. */
export async function loadMissing(
  client: PoolClient,
  projectId: string,
  trace: StoredTrace,
  missing: Missing,
): Promise<void> {
  if (missing.whole) return loadWhole(client, projectId, trace)
  const wanted = [
    ...missing.childrenOf.map((id): Wanted => ({ trace, what: 'children', id })),
    ...missing.calls.map(name => ofCall(trace, name)),
  ]
  await loadWanted(client, projectId, new Map([[trace.traceId, trace]]), wanted)
}

/** Rows from before spans stored what is below them are counted again from the whole trace. */
const canBePartial = (trace: StoredTrace) => trace.contribution === null

interface Wanted {
  trace: StoredTrace
  /** A span; one and, if it is new, its children; the children of one; those that share an answer; those that may tell of one call. */
  what: 'span' | 'new' | 'children' | 'answer' | 'twins'
  id: string
}

const ofCall = (trace: StoredTrace, name: string): Wanted => ({
  trace,
  what: twinsOf(name) === null ? 'answer' : 'twins',
  id: name,
})

function wantedOf(trace: StoredTrace, received: readonly Received[]): Wanted[] {
  const [spans, calls] = [new Set<string>(Object.values(trace.heads)), new Set<string>()]
  const news = new Set(received.map(({ state }) => state.spanId))
  for (const { state } of received) {
    if (state.parentSpanId !== null) spans.add(state.parentSpanId)
    for (const name of callNames(state)) calls.add(name)
  }
  return [
    ...[...spans].map((id): Wanted => ({ trace, what: 'span', id })),
    ...[...news].map((id): Wanted => ({ trace, what: 'new', id })),
    ...[...calls].map(name => ofCall(trace, name)),
  ]
}

/** Of more spans than the limit a name is no call's. */
const callsLoaded = sharedLimit + 1

const spanKey = (table: string, by: string) =>
  `${table}.project_id = $1 and ${table}.day = ${by}.day and ${table}.trace_id = ${by}.trace_id`

/** Each step looks up by key: joined, rows that came since the tables were last analysed were read again and again. */
const readWanted = `with recursive wanted as (
    select * from unnest($2::text[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
      as w(trace_id, day, what, id, parent, kind, input, output)
  ), seed as (
    select trace_id, day, id as span_id from wanted where what in ('span', 'new')
    union
    select w.trace_id, w.day, c.span_id from wanted w cross join lateral (
      select s.span_id from span s where ${spanKey('s', 'w')} and s.parent_span_id = w.id offset 0
    ) as c where w.what = 'children' or (w.what = 'new' and not exists (
      select from span s where ${spanKey('s', 'w')} and s.span_id = w.id
    ))
    union
    select w.trace_id, w.day, m.span_id from wanted w cross join lateral (
      select s.span_id from span s where ${spanKey('s', 'w')} and s.response_id = w.id
        and (s.kind = 'llm' or coalesce(s.input_tokens, s.output_tokens, s.reported_cost_nanos, s.computed_cost_nanos) is not null)
      limit ${callsLoaded}
    ) as m where w.what = 'answer'
    union
    select w.trace_id, w.day, m.span_id from wanted w cross join lateral (
      select s.span_id from span s where s.day = w.day
        and hashtextextended(s.project_id || '/' || s.trace_id || '/' || coalesce(s.parent_span_id, ''), 0)
          = hashtextextended($1 || '/' || w.trace_id || '/' || w.parent, 0)
        and s.kind = w.kind and s.kind in ('llm', 'embedding') and s.input_tokens = w.input::bigint
        and coalesce(s.output_tokens::text, '') = w.output and not s.noise
      limit ${callsLoaded}
    ) as m where w.what = 'twins'
  ), reached as (
    select * from seed
    union
    select r.trace_id, r.day, p.parent_span_id from reached r cross join lateral (
      select s.parent_span_id from span s where ${spanKey('s', 'r')} and s.span_id = r.span_id limit 1
    ) as p where p.parent_span_id is not null
  )
  select s.* from reached r cross join lateral (
    select * from span s where ${spanKey('s', 'r')} and s.span_id = r.span_id limit 1
  ) as s`

async function loadWanted(
  client: PoolClient,
  projectId: string,
  traces: ReadonlyMap<string, StoredTrace>,
  wanted: readonly Wanted[],
): Promise<void> {
  const twins = wanted.map(({ id }) => twinsOf(id))
  const { rows } = await client.query({
    name: 'load-wanted',
    text: readWanted,
    values: [
      projectId,
      wanted.map(({ trace }) => trace.traceId),
      wanted.map(({ trace }) => trace.day),
      wanted.map(({ what }) => what),
      wanted.map(({ id }) => id),
      twins.map(twin => twin?.parent),
      twins.map(twin => twin?.kind),
      twins.map(twin => twin?.input),
      twins.map(twin => twin?.output),
    ],
  })
  for (const row of rows) traces.get(row.trace_id)?.spans.set(row.span_id, toSpanState(row))
  for (const { trace, what, id } of wanted) {
    if (what === 'answer' || what === 'twins') trace.calls.add(id)
    if (what === 'children' || (what === 'new' && !trace.spans.has(id))) trace.parents.add(id)
  }
}

async function loadWhole(client: PoolClient, projectId: string, trace: StoredTrace): Promise<void> {
  const { rows } = await client.query({
    name: 'load-spans',
    text: 'select * from span where project_id = $1 and day = $2::date and trace_id = $3',
    values: [projectId, trace.day, trace.traceId],
  })
  trace.spans = new Map(rows.map(row => [row.span_id, toSpanState(row)]))
  trace.whole = true
}

// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
export function toStoredTrace(row: any, around: Around): StoredTrace {
  return {
    traceId: row.trace_id,
    day: row.day_text,
    revision: row.revision,
    summary: toSummary(row),
    heads: row.heads ?? {},
    measures: row.measures ?? '',
    contribution: row.contribution === null ? null : unpack(row.contribution as StoredContribution),
    inRunTables: around.inRunTables.has(row.trace_id),
    edges: around.edges.get(row.trace_id) ?? [],
    spans: new Map(),
    whole: false,
    parents: new Set(),
    calls: new Set(),
  }
}

const number = (value: string | null) => (value === null ? null : Number(value))

// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
function toSummary(row: any): TraceSummary {
  return {
    name: row.name,
    agent: row.agent,
    framework: row.framework,
    release: row.release,
    environment: row.environment,
    sessionId: row.session_id,
    userId: row.user_id,
    runId: row.run_id,
    tags: row.tags,
    models: row.models,
    tools: row.tools,
    prompts: row.prompts,
    status: row.status,
    hasRoot: row.has_root,
    startUs: Number(row.start_us),
    durationUs: Number(row.duration_us),
    executes: row.executes,
    spanCount: row.span_count,
    noiseCount: row.noise_count,
    errorCount: row.error_count,
    llmCalls: row.llm_calls,
    toolCalls: row.tool_calls,
    input: number(row.input_tokens),
    output: number(row.output_tokens),
    cachedInput: number(row.cached_input_tokens),
    reasoning: number(row.reasoning_tokens),
    cost: row.cost_nanos === null ? null : BigInt(row.cost_nanos),
    unpricedSpans: row.unpriced_spans,
    unmeteredCalls: row.unmetered_calls,
    inputPreview: row.input_preview,
    outputPreview: row.output_preview,
  }
}
