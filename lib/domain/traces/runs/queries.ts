import { microsToIso } from '#lib/domain/traces/internal.ts'
import type { TraceRun } from '#lib/domain/traces/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { nanosToUsd } from '#lib/shared/money.ts'

const number = (value: unknown) => (value === null ? null : Number(value))

/** The runs a trace has a share in, when something joined it to others or named it; else none. */
export async function runsOf(ctx: Context, traceId: string): Promise<TraceRun[]> {
  const sql = poolSql(ctx.db)
  const runs = await sql.query<Record<string, unknown>>(
    `select * from run where project_id = $1 and executes
       and run_key in (select run_key from run_part where project_id = $1 and trace_id = $2) order by start_us, run_key`,
    [ctx.projectId, traceId],
  )
  if (runs.length === 0) return []
  const members = await sql.query<Record<string, string | null>>(
    `select m.* from unnest($2::text[]) as k(run_key) cross join lateral (
       select p.run_key, p.trace_id, t.name, t.agent, p.start_us from run_part p
       join trace t on t.project_id = p.project_id and t.trace_id = p.trace_id
       where p.project_id = $1 and p.run_key = k.run_key order by p.start_us, p.trace_id limit 100
     ) as m`,
    [ctx.projectId, runs.map(run => run.run_key)],
  )
  return runs.map(run => ({
    ...figures(run),
    traces: members
      .filter(member => member.run_key === run.run_key)
      .map(member => ({
        traceId: String(member.trace_id),
        name: member.name ?? null,
        agent: member.agent ?? null,
        startedAt: microsToIso(Number(member.start_us)),
      })),
  }))
}

function figures(run: Record<string, unknown>): Omit<TraceRun, 'traces'> {
  return {
    runId: String(run.run_key).slice(2),
    traceCount: Number(run.trace_count),
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
