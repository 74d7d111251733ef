import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listDearestContract } from './contract.ts'
import { type DearFacts, reasonsOf } from './reasons.ts'

interface TraceRow {
  trace_id: string
  day: string
  name: string | null
  agent: string | null
  release: string | null
  started_at: Date
  cost: string
  unpriced_spans: number
  unmetered_calls: number
  llm_calls: number
  tool_calls: number
  input: number | null
  output: number | null
  cached: number | null
  reasoning: number | null
}

interface SpanRow {
  trace_id: string
  tool: string | null
  tool_calls: number | null
  model: string | null
  call_cost: number | null
  call_input: number | null
  call_output: number | null
  fresh: number
  from_cache: number
  written: number
  output: number
  thought: number
}

/** The traces that cost most in a range, and why. Reads only the spans of these traces. */
export async function listDearest(
  ctx: Context,
  { query }: Input<typeof listDearestContract>,
): Promise<Output<typeof listDearestContract>> {
  await authorize(ctx, 'traces.read')
  const sql = poolSql(ctx.db)
  const { from, to, limit, ...filter } = query
  const values: unknown[] = [ctx.projectId, from, to]
  const add = (value: unknown) => `$${values.push(value)}`
  const picked = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [conditions[name as keyof typeof conditions](add(value))],
  )
  const traces = await sql.query<TraceRow>(
    `select trace_id, to_char(day, 'YYYY-MM-DD') as day, name, agent, release, started_at, cost_nanos::text as cost, unpriced_spans, unmetered_calls, llm_calls,
       tool_calls, input_tokens::float8 as input, output_tokens::float8 as output, cached_input_tokens::float8 as cached,
       reasoning_tokens::float8 as reasoning
     from trace where project_id = $1 and started_at >= $2::timestamptz and started_at < $3::timestamptz
       and coalesce(cost_nanos, -1) > 0 ${picked.map(condition => `and ${condition}`).join(' ')}
     order by coalesce(cost_nanos, -1) desc, trace_id desc limit ${limit}`,
    values,
  )
  const spans = traces.length === 0 ? [] : await readSpans(ctx, traces)
  const bySpan = new Map(spans.map(row => [row.trace_id, row]))
  return {
    items: traces.map(trace => ({
      traceId: trace.trace_id,
      name: trace.name,
      agent: trace.agent,
      release: trace.release,
      startedAt: toRfc3339(trace.started_at),
      cost: nanosToUsd(BigInt(trace.cost)),
      notCounted: trace.unpriced_spans + trace.unmetered_calls,
      llmCalls: trace.llm_calls,
      toolCalls: trace.tool_calls,
      reasons: reasonsOf(factsOf(trace, bySpan.get(trace.trace_id))),
    })),
  }
}

const conditions = {
  environment: (value: string) => `environment = ${value}`,
  agent: (value: string) => `agent = ${value}`,
  release: (value: string) => `release = ${value}`,
  framework: (value: string) => `framework = ${value}`,
  model: (value: string) => `${value} = any(models)`,
  tool: (value: string) => `${value} = any(tools)`,
  user: (value: string) => `user_id = ${value}`,
  session: (value: string) => `session_id = ${value}`,
  tag: (value: string) => `${value} = any(tags)`,
}

/** For each trace its most called tool, its most expensive call, and how its cost splits. */
async function readSpans(ctx: Context, traces: readonly TraceRow[]): Promise<SpanRow[]> {
  const spanOf = 's.project_id = $1 and s.day = t.day and s.trace_id = t.trace_id'
  const cost = 'coalesce(s.reported_cost_nanos, s.computed_cost_nanos)'
  const part = (column: string) =>
    `coalesce(sum(s.${column}) filter (where s.counted and s.reported_cost_nanos is null), 0)::float8`
  return poolSql(ctx.db).query<SpanRow>(
    `select t.trace_id, tool.tool, tool.calls as tool_calls, call.model, call.cost as call_cost, call.input as call_input,
       call.output as call_output, parts.*
     from unnest($2::date[], $3::text[]) as t(day, trace_id)
     left join lateral (
       select s.tool, count(*)::int as calls from span s where ${spanOf} and s.kind = 'tool' and not s.noise and s.tool is not null
       group by s.tool order by 2 desc, 1 limit 1
     ) tool on true
     left join lateral (
       select s.model, ${cost}::float8 as cost, s.input_tokens::float8 as input, s.output_tokens::float8 as output
       from span s where ${spanOf} and s.counted and ${cost} is not null order by ${cost} desc, s.span_id limit 1
     ) call on true
     cross join lateral (
       select ${part('fresh_cost_nanos')} as fresh, ${part('cached_cost_nanos')} as from_cache,
         ${part('cache_write_cost_nanos')} as written, ${part('output_cost_nanos')} as output,
         ${part('reasoning_cost_nanos')} as thought
       from span s where ${spanOf}
     ) parts`,
    [ctx.projectId, traces.map(({ day }) => day), traces.map(trace => trace.trace_id)],
  )
}

function factsOf(trace: TraceRow, spans: SpanRow | undefined): DearFacts {
  return {
    cost: Number(trace.cost),
    llmCalls: trace.llm_calls,
    toolCalls: trace.tool_calls,
    input: trace.input,
    output: trace.output,
    cachedInput: trace.cached,
    reasoning: trace.reasoning,
    mostTool: spans?.tool ? { name: spans.tool, calls: spans.tool_calls ?? 0 } : null,
    dearestCall:
      spans?.call_cost === null || spans === undefined
        ? null
        : { model: spans.model, cost: spans.call_cost, input: spans.call_input, output: spans.call_output },
    parts: {
      fresh: spans?.fresh ?? 0,
      cached: spans?.from_cache ?? 0,
      written: spans?.written ?? 0,
      output: spans?.output ?? 0,
      reasoning: spans?.thought ?? 0,
    },
  }
}
