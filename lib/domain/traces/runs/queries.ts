import { microsToIso } from '#lib/domain/traces/internal.ts'
import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import type { TraceRun } from '#lib/domain/traces/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { nanosToUsd } from '#lib/shared/money.ts'

const number = (value: unknown) => (value === null ? null : Number(value))

/** How many traces of a run hold framework messages only. */
const messageTraces = `(select count(distinct p.trace_id) from run_part p join trace t using (project_id, trace_id)
  where p.project_id = run.project_id and p.run_key = run.run_key and t.noise_count = t.span_count)::int as message_traces`

/** The run that joins each of some traces with others, by trace id; the first by its key where a trace is in several. */
export async function runOfEach(ctx: Context, traceIds: readonly string[]): Promise<Map<string, TraceItem['run']>> {
  const rows = await poolSql(ctx.db).query<Record<string, unknown>>(
    `with mine as (
       select trace_id, min(run_key) as run_key from run_part where project_id = $1 and trace_id = any($2::text[]) group by 1
     ), runs as (
       select run_key, trace_count, ${messageTraces} from run
       where project_id = $1 and trace_count > 1 and run_key in (select run_key from mine)
     ) select * from mine join runs using (run_key)`,
    [ctx.projectId, traceIds],
  )
  return new Map(
    rows.map(row => [
      String(row.trace_id),
      {
        runId: String(row.run_key).slice(2),
        traceCount: Number(row.trace_count),
        messageTraces: Number(row.message_traces),
      },
    ]),
  )
}

/** The runs a trace has a share in, when something joined it to others or named it; else none. */
export async function runsOf(ctx: Context, traceId: string): Promise<TraceRun[]> {
  const runs = await poolSql(ctx.db).query<Record<string, unknown>>(
    `select *, ${messageTraces} from run where project_id = $1 and executes
       and run_key in (select run_key from run_part where project_id = $1 and trace_id = $2) order by start_us, run_key`,
    [ctx.projectId, traceId],
  )
  return withTraces(ctx, runs)
}

/** The run that a client named so, or that is named after its first trace. */
export async function findRun(ctx: Context, runId: string): Promise<TraceRun | null> {
  const runs = await poolSql(ctx.db).query<Record<string, unknown>>(
    `select *, ${messageTraces} from run where project_id = $1 and run_key = any($2::text[]) order by run_key limit 1`,
    [ctx.projectId, [`r:${runId}`, `t:${runId}`]],
  )
  const [run] = await withTraces(ctx, runs)
  return run ?? null
}

async function withTraces(ctx: Context, runs: readonly Record<string, unknown>[]): Promise<TraceRun[]> {
  if (runs.length === 0) return []
  const members = await poolSql(ctx.db).query<MemberRow>(
    `select m.* from unnest($2::text[]) as k(run_key) cross join lateral (
       select p.run_key, p.trace_id, t.name, t.agent, p.start_us, t.noise_count = t.span_count as only_messages from run_part p
       join trace t on t.project_id = p.project_id and t.trace_id = p.trace_id
       where p.project_id = $1 and p.run_key = k.run_key order by only_messages, p.start_us, p.trace_id limit 100
     ) as m`,
    [ctx.projectId, runs.map(run => run.run_key)],
  )
  return runs.map(run => ({
    ...figures(run),
    traces: members
      .filter(member => member.run_key === run.run_key)
      .map(member => ({
        traceId: member.trace_id,
        name: member.name,
        agent: member.agent,
        startedAt: microsToIso(Number(member.start_us)),
        messagesOnly: member.only_messages,
      })),
  }))
}

interface MemberRow {
  run_key: string
  trace_id: string
  name: string | null
  agent: string | null
  start_us: string
  only_messages: boolean
}

function figures(run: Record<string, unknown>): Omit<TraceRun, 'traces'> {
  return {
    runId: String(run.run_key).slice(2),
    traceCount: Number(run.trace_count),
    messageTraces: Number(run.message_traces),
    startedAt: microsToIso(Number(run.start_us)),
    durationMs: (Number(run.end_us) - Number(run.start_us)) / 1000,
    llmCalls: Number(run.llm_calls),
    toolCalls: Number(run.tool_calls),
    inputTokens: number(run.input_tokens),
    outputTokens: number(run.output_tokens),
    cost: run.cost_nanos === null ? null : nanosToUsd(BigInt(String(run.cost_nanos))),
    unpricedSpans: Number(run.unpriced_spans),
    unmeteredCalls: Number(run.unmetered_calls),
  }
}
