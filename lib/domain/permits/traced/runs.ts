import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { ChangedTrace } from './feed.ts'
import { waitedMs } from './waits.ts'

/** A run that asked for no permit, with the sums of its traces. */
export interface TracedRun {
  runId: string
  traceIds: string[]
  agent: string
  release: string | null
  environment: string
  startedAt: Date
  llmCalls: number
  toolCalls: number
  tokens: number | null
  nanos: bigint | null
  workedMs: number
  byTool: Map<string, number>
}

interface Row {
  runId: string
  traceIds: string[]
  agent: string
  release: string | null
  environment: string | null
  startUs: string
  endUs: string
  llmCalls: number
  toolCalls: number
  tokens: string | null
  nanos: string | null
}

const figures = `agent, release, environment, start_us as "startUs", llm_calls as "llmCalls", tool_calls as "toolCalls",
  case when input_tokens is null and output_tokens is null then null else coalesce(input_tokens, 0) + coalesce(output_tokens, 0) end as tokens,
  cost_nanos as nanos`

/** The runs of these traces. Those whose agent asked for permits are left out, because they were checked before. */
export async function runsWithoutPermits(
  { db, projectId }: Context,
  traces: readonly ChangedTrace[],
  { tools, now }: { tools: readonly string[]; now: Date },
): Promise<TracedRun[]> {
  const sql = poolSql(db)
  const rows = await sql.query<Row>(
    `with found as (
       select substr(r.run_key, 3) as "runId", array(select distinct p.trace_id from run_part p where p.project_id = $1 and p.run_key = r.run_key order by 1 limit 200) as "traceIds",
         ${figures}, end_us as "endUs"
       from run r where r.project_id = $1 and r.executes and r.run_key in (select run_key from run_part where project_id = $1 and trace_id = any($2::text[]))
       union all
       select trace_id, array[trace_id], ${figures}, start_us + duration_us
       from trace t where t.project_id = $1 and t.executes and t.trace_id = any($2::text[])
         and not exists (select from run_part p where p.project_id = $1 and p.trace_id = t.trace_id)
     ) select * from found f where agent is not null
         and not exists (select from permit p where p.project_id = $1 and p.trace_id = any(f."traceIds"))
         and not exists (select from permit p where p.project_id = $1 and p.agent = f.agent and p.run_id = f."runId")`,
    [projectId, traces.map(({ traceId }) => traceId)],
  )
  const all = rows.flatMap(({ traceIds }) => traceIds)
  const [waits, calls] = [await waitsOf(sql, projectId, all), await callsOf(sql, projectId, all, tools)]
  return rows.map(row => toRun(row, { waits, calls, now }))
}

interface Wait {
  traceId: string
  from: Date
  until: Date | null
  expiresAt: Date
}
interface Calls {
  traceId: string
  runId: string | null
  tool: string
  calls: number
}

function toRun(row: Row, { waits, calls, now }: { waits: Wait[]; calls: Calls[]; now: Date }): TracedRun {
  const [from, to] = [Number(row.startUs) / 1000, Number(row.endUs) / 1000]
  const mine = waits
    .filter(({ traceId }) => row.traceIds.includes(traceId))
    .map(wait => ({
      from: wait.from.getTime(),
      to: (wait.until ?? (wait.expiresAt < now ? wait.expiresAt : now)).getTime(),
    }))
  const byTool = new Map<string, number>()
  for (const { traceId, runId, tool, calls: count } of calls)
    if (row.traceIds.includes(traceId) && (runId === null || runId === row.runId))
      byTool.set(tool, (byTool.get(tool) ?? 0) + count)
  return {
    ...{ runId: row.runId, traceIds: row.traceIds, agent: row.agent, release: row.release, byTool },
    ...{ llmCalls: row.llmCalls, toolCalls: row.toolCalls, environment: row.environment ?? 'production' },
    startedAt: new Date(from),
    tokens: row.tokens === null ? null : Number(row.tokens),
    nanos: row.nanos === null ? null : BigInt(row.nanos),
    workedMs: to - from - waitedMs(mine, { from, to }),
  }
}

/** While a person decided, the run did not work. */
const waitsOf = (sql: Sql, projectId: string, traceIds: readonly string[]): Promise<Wait[]> =>
  sql.query<Wait>(
    `select trace_id as "traceId", requested_at as "from", decided_at as "until", expires_at as "expiresAt"
     from approval where project_id = $1 and trace_id = any($2::text[])`,
    [projectId, [...traceIds]],
  )

/** Calls of the tools that have a limit of their own. */
async function callsOf(sql: Sql, projectId: string, traceIds: readonly string[], tools: readonly string[]) {
  if (tools.length === 0) return []
  return sql.query<Calls>(
    `select s.trace_id as "traceId", s.run_id as "runId", s.tool, count(*)::int as calls
     from trace t join span s on s.project_id = t.project_id and s.day = t.day and s.trace_id = t.trace_id
     where t.project_id = $1 and t.trace_id = any($2::text[]) and s.kind = 'tool' and not s.noise and s.tool = any($3::text[]) group by 1, 2, 3`,
    [projectId, [...traceIds], [...tools]],
  )
}
