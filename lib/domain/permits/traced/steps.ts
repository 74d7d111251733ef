import type { Witnessed } from '#lib/domain/breakers/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { ChangedTrace } from './feed.ts'

/** A step of an agent that asked for no permit, as its trace shows it. */
export interface TracedStep {
  traceId: string
  spanId: string
  agent: string
  tool: string | null
  environment: string
  seen: Witnessed
}

/** A step that ended longer ago does not count. */
const youngMs = 600_000
/** It is not stored which key sent a span, so all traces count as one reporter. */
const reporter = 'traces'
/** A step that somebody cancelled has not failed. */
const cancelled = /\b(cancel+ed|cancel+ed ?error|abort(ed|error)?)\b/i

interface SpanRow {
  traceId: string
  spanId: string
  agent: string
  tool: string | null
  environment: string | null
  status: string
  statusMessage: string | null
  startUs: string
  endUs: string
}

/** Steps for the breakers: requests, model calls and tool calls that ended a short while ago, the oldest end first. */
export async function youngSteps(
  { db, projectId }: Context,
  traces: readonly ChangedTrace[],
  now: Date,
): Promise<TracedStep[]> {
  const rows = await poolSql(db).query<SpanRow>(
    `select s.trace_id as "traceId", s.span_id as "spanId", s.agent, case when s.kind = 'tool' then s.tool end as tool, s.environment,
       s.status, s.status_message as "statusMessage", s.start_us as "startUs", s.end_us as "endUs"
     from unnest($2::date[], $3::text[]) u(day, trace_id) join span s on s.project_id = $1 and s.day = u.day and s.trace_id = u.trace_id
     where s.end_us between $4 and $5 and s.agent is not null and not s.noise and (s.request or s.model_call or s.kind = 'tool')
       and not exists (select from permit p where p.project_id = $1 and p.trace_id = s.trace_id)
       and not exists (select from permit p where p.project_id = $1 and p.agent = s.agent and p.run_id = coalesce(s.run_id, s.trace_id))
     order by s.end_us, s.span_id`,
    [
      projectId,
      traces.map(({ day }) => day),
      traces.map(({ traceId }) => traceId),
      (now.getTime() - youngMs) * 1000,
      (now.getTime() + 60_000) * 1000,
    ],
  )
  return rows.map(stepOf)
}

function stepOf({ traceId, spanId, agent, tool, environment, ...row }: SpanRow): TracedStep {
  const [startedAt, endedAt] = [Number(row.startUs) / 1000, Number(row.endUs) / 1000]
  const broken = cancelled.test(row.statusMessage ?? '') ? 'ignored' : 'failure'
  return {
    ...{ traceId, spanId, agent, tool, environment: environment ?? 'production' },
    seen: {
      id: `${traceId}/${spanId}`,
      startedAt,
      key: reporter,
      result: row.status === 'error' ? broken : 'success',
      durationMs: endedAt - startedAt,
    },
  }
}

/** The steps that were not yet reported to a breaker. This transaction marks them as reported. */
export async function takeSteps(sql: Sql, projectId: string, steps: readonly TracedStep[]): Promise<Set<string>> {
  if (steps.length === 0) return new Set()
  const rows = await sql.query<{ id: string }>(
    `insert into judged_step (project_id, trace_id, span_id, at)
     select $1, u.trace_id, u.span_id, now() from unnest($2::text[], $3::text[]) u(trace_id, span_id) order by 2, 3
     on conflict do nothing returning trace_id || '/' || span_id as id`,
    [projectId, steps.map(({ traceId }) => traceId), steps.map(({ spanId }) => spanId)],
  )
  return new Set(rows.map(({ id }) => id))
}
