import type { PoolClient } from 'pg'
import type { SpanKind } from '#lib/domain/traces/canonical.ts'
import { usedVersion } from '#lib/shared/prompt-version.ts'
import type { StoredSpan } from './stored-trace.ts'

/**
 * Takes locks until commit, of traces and of what may join them (`runs/parts.ts`, nodes), in one order for all, so that
 * concurrent parts of a trace follow one another and never deadlock. A trace not stored yet has no row to lock: the
 * locks are advisory. They share one table of some thousand entries in the server: a caller takes some hundreds.
 */
export async function lockNodes(client: PoolClient, projectId: string, nodes: readonly string[]): Promise<void> {
  await client.query({
    name: 'lock-nodes',
    // Every statement of such a transaction finds its rows by key. A plan that is made and kept while a table is still empty
    // would read it from end to end ever after.
    text: `select pg_advisory_xact_lock(h), set_config('enable_seqscan', 'off', true) from (
             select distinct hashtextextended($1 || '/' || n, 0) as h from unnest($2::text[]) as n order by 1
           ) as locks`,
    values: [projectId, nodes],
  })
}

/** The same for traces alone. */
export const lockTraces = (client: PoolClient, projectId: string, traceIds: readonly string[]): Promise<void> =>
  lockNodes(
    client,
    projectId,
    traceIds.map(id => `t:${id}`),
  )

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
  /** The run tables count their runs. */
  inRunTables: Set<string>
  /** What joins each to others. */
  edges: Map<string, string[]>
  /** Scores judge them. */
  scored: Set<string>
  /** Costs that are not tokens name them. */
  costed: Set<string>
  /** Some of their spans were counted under a prompt. */
  prompted: Set<string>
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
    text: `select 'edge' as what, trace_id as a, node as b from run_edge where project_id = $1 and trace_id = any($2::text[])
           union all select 'linked', substr(n, 3), null from unnest($3::text[]) as n
             where exists (select from run_edge where project_id = $1 and node = n)
           union all select 'part', t, null from unnest($2::text[]) as t
             where exists (select from run_part where project_id = $1 and trace_id = t)
           union all select 'scored', t, null from unnest($2::text[]) as t
             where exists (select from score where project_id = $1 and trace_id = t)
           union all select 'costed', t, null from unnest($2::text[]) as t
             where exists (select from cost_record where project_id = $1 and trace_id = t)
           union all select 'prompted', t, null from unnest($2::text[]) as t
             where exists (select from prompt_use where project_id = $1 and trace_id = t)
           union all select 'waiting', id, response_id from score
             where project_id = $1 and trace_id is null and response_id is not null and response_id = any($4::text[])`,
    values: [projectId, traceIds, traceIds.map(id => `t:${id}`), responseIds],
  })
  const of = (what: string) => rows.filter(row => row.what === what)
  const edges = new Map<string, string[]>()
  for (const { a, b } of of('edge')) edges.set(a, [...(edges.get(a) ?? []), b])
  const inRunTables = new Set<string>(of('part').map(row => row.a))
  return {
    joined: new Set([...edges.keys(), ...of('linked').map(row => row.a), ...inRunTables]),
    inRunTables,
    edges,
    scored: new Set(of('scored').map(row => row.a)),
    costed: new Set(of('costed').map(row => row.a)),
    prompted: new Set(of('prompted').map(row => row.a)),
    waiting: of('waiting').map(row => ({ scoreId: row.a, responseId: row.b })),
  }
}

const number = (value: string | null) => (value === null ? null : Number(value))
const bigint = (value: string | null) => (value === null ? null : BigInt(value))

// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
function costPartsOf(row: any): StoredSpan['state']['costParts'] {
  if (row.fresh_cost_nanos === null) return null
  return {
    fresh: Number(row.fresh_cost_nanos),
    cached: Number(row.cached_cost_nanos),
    written: Number(row.cache_write_cost_nanos),
    output: Number(row.output_cost_nanos),
    reasoning: Number(row.reasoning_cost_nanos),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
export function toSpanState(row: any): StoredSpan {
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
      ttftUs: number(row.ttft_us),
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
      provider: row.provider,
      tool: row.tool,
      prompt: usedVersion(row.prompt_name, row.prompt_version),
      responseId: row.response_id,
      scopeName: row.scope_name,
      input: number(row.input_tokens),
      output: number(row.output_tokens),
      cachedInput: number(row.cached_input_tokens),
      cacheWrite: number(row.cache_write_tokens),
      reasoning: number(row.reasoning_tokens),
      reportedCost: bigint(row.reported_cost_nanos),
      computedCost: bigint(row.computed_cost_nanos),
      costParts: costPartsOf(row),
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
      repeats: row.repeats,
      modelCall: row.model_call,
      unmetered: row.unmetered,
      below: row.below,
    },
  }
}
