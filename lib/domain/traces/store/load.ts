import type { PoolClient } from 'pg'
import type { SpanKind } from '#lib/domain/traces/canonical.ts'
import type { Contribution } from './contribution.ts'
import type { Attributed, SpanState } from './span-state.ts'
import { type StoredContribution, unpack } from './stored-contribution.ts'

export interface StoredTrace {
  traceId: string
  day: string
  revision: number
  contribution: Contribution
  spans: { state: SpanState; attributed: Attributed }[]
}

/**
 * Takes locks until commit, of traces and of what may join them (`runs/parts.ts`, nodes), in one order for all, so that
 * concurrent parts of a trace follow one another and never deadlock. A trace not stored yet has no row to lock: the
 * locks are advisory. They share one table of some thousand entries in the server: a caller takes some hundreds.
 */
export async function lockNodes(client: PoolClient, projectId: string, nodes: readonly string[]): Promise<void> {
  await client.query({
    name: 'lock-nodes',
    text: `select pg_advisory_xact_lock(h) from (
             select distinct hashtextextended($1 || '/' || n, 0) as h from unnest($2::text[]) as n order by 1
           ) as locks`,
    values: [projectId, nodes],
  })
}

/**
 * A score may know no trace, only the provider's id of an answer. Spans with such ids take this lock together, a score
 * that looks for one takes it alone: neither misses the other. Taken before any trace's lock.
 */
export async function lockResponses(client: PoolClient, projectId: string, how: 'together' | 'alone'): Promise<void> {
  const name = how === 'together' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock'
  await client.query({
    name: `lock-responses-${how}`,
    text: `select ${name}(hashtextextended($1 || '/responses', 2))`,
    values: [projectId],
  })
}

/** What else concerns some traces about to be written. */
export interface Around {
  /** Other traces link to them, or they were joined before. */
  joined: Set<string>
  /** Scores judge them. */
  scored: Set<string>
  /** Scores that wait for a span with this response id. */
  waiting: { scoreId: string; responseId: string }[]
}

export async function loadAround(
  client: PoolClient,
  projectId: string,
  traceIds: readonly string[],
  responseIds: readonly string[],
): Promise<Around> {
  const { rows } = await client.query({
    name: 'load-around',
    text: `select 'joined' as what, trace_id as a, null as b from run_edge where project_id = $1 and trace_id = any($2::text[])
           union select 'joined', substr(node, 3), null from run_edge where project_id = $1 and node = any($3::text[])
           union select 'joined', trace_id, null from run_part where project_id = $1 and trace_id = any($2::text[])
           union select 'scored', trace_id, null from score where project_id = $1 and trace_id = any($2::text[])
           union select 'waiting', id, response_id from score
             where project_id = $1 and trace_id is null and response_id is not null and response_id = any($4::text[])`,
    values: [projectId, traceIds, traceIds.map(id => `t:${id}`), responseIds],
  })
  const of = (what: string) => rows.filter(row => row.what === what)
  return {
    joined: new Set(of('joined').map(row => row.a)),
    scored: new Set(of('scored').map(row => row.a)),
    waiting: of('waiting').map(row => ({ scoreId: row.a, responseId: row.b })),
  }
}

/** What is stored of these traces, with all their spans; call it under their locks. */
export async function loadTraces(
  client: PoolClient,
  projectId: string,
  traceIds: readonly string[],
): Promise<Map<string, StoredTrace>> {
  const { rows } = await client.query({
    name: 'load-traces',
    text: `select trace_id, to_char(day, 'YYYY-MM-DD') as day, revision, contribution from trace
           where project_id = $1 and trace_id = any($2::text[])`,
    values: [projectId, traceIds],
  })
  const traces = new Map<string, StoredTrace>()
  for (const row of rows) {
    const contribution = unpack(row.contribution as StoredContribution)
    traces.set(row.trace_id, { traceId: row.trace_id, day: row.day, revision: row.revision, contribution, spans: [] })
  }
  if (traces.size > 0) await loadSpans(client, projectId, traces)
  return traces
}

async function loadSpans(client: PoolClient, projectId: string, traces: Map<string, StoredTrace>): Promise<void> {
  const stored = [...traces.values()]
  const { rows } = await client.query({
    name: 'load-spans',
    text: `select s.* from unnest($2::text[], $3::date[]) as t(trace_id, day)
           join span s on s.project_id = $1 and s.day = t.day and s.trace_id = t.trace_id`,
    values: [projectId, stored.map(trace => trace.traceId), stored.map(trace => trace.day)],
  })
  for (const row of rows) traces.get(row.trace_id)?.spans.push(toSpanState(row))
}

const number = (value: string | null) => (value === null ? null : Number(value))
const bigint = (value: string | null) => (value === null ? null : BigInt(value))

// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
export function toSpanState(row: any): { state: SpanState; attributed: Attributed } {
  return {
    state: {
      spanId: row.span_id,
      parentSpanId: row.parent_span_id,
      name: row.name,
      kind: row.kind as SpanKind,
      operation: row.operation,
      noise: row.noise,
      status: row.status,
      startUs: Number(row.start_us),
      endUs: number(row.end_us),
      own: {
        agent: row.own_agent,
        framework: row.own_framework,
        release: row.own_release,
        environment: row.own_environment,
        sessionId: row.own_session_id,
        userId: row.own_user_id,
        runId: row.own_run_id,
      },
      serviceName: row.service_name,
      serviceVersion: row.service_version,
      traceName: row.trace_name,
      tags: row.tags,
      model: row.model,
      tool: row.tool,
      responseId: row.response_id,
      scopeName: row.scope_name,
      input: number(row.input_tokens),
      output: number(row.output_tokens),
      cachedInput: number(row.cached_input_tokens),
      reasoning: number(row.reasoning_tokens),
      reportedCost: bigint(row.reported_cost_nanos),
      computedCost: bigint(row.computed_cost_nanos),
      inputPreview: row.input_preview,
      outputPreview: row.output_preview,
      linkedTraceIds: row.linked_trace_ids,
      revision: row.revision,
      attributeCount: row.attribute_count,
      contentHash: row.content_hash,
    },
    attributed: {
      agent: row.agent,
      framework: row.framework,
      release: row.release,
      environment: row.environment,
      sessionId: row.session_id,
      userId: row.user_id,
      runId: row.run_id,
      counted: row.counted,
      request: row.request,
    },
  }
}
