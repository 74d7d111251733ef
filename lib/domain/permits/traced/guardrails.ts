import { recordSeen, type SeenGuardrail } from '#lib/domain/guardrails/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { ChangedTrace } from './feed.ts'

interface Row extends Omit<SeenGuardrail, 'at'> {
  endUs: string
}

const own = `s.trace_id as "traceId", s.span_id as "spanId", s.agent, s.environment, s.release, s.end_us as "endUs"`
const changed = `unnest($2::date[], $3::text[]) u(day, trace_id)
     join span s on s.project_id = $1 and s.day = u.day and s.trace_id = u.trace_id and not s.noise and s.end_us is not null`

/** Spans that are guardrails, with their evaluations. */
const guardrailSpans = `select s.trace_id || '-' || s.span_id as id, ${own}, s.name, s.status, s.status_message as "statusMessage",
    coalesce(p.attributes, '{}') as attributes, p.output,
    coalesce((select json_agg(json_build_object('name', c.name, 'label', c.label, 'comment', c.comment)) from score c
      where c.project_id = $1 and c.trace_id = s.trace_id and c.span_id = s.span_id), '[]') as evaluations
  from ${changed}
  left join span_payload p on p.project_id = $1 and p.day = s.day and p.trace_id = s.trace_id and p.span_id = s.span_id
  where s.kind = 'guardrail'`

/** Evaluations of other spans that state explicitly that something was passed or blocked. */
const evaluations = `select s.trace_id || '-' || s.span_id || '-' || c.name as id, ${own}, c.name, 'ok' as status, null as "statusMessage", '{}'::jsonb as attributes,
    null as output, json_build_array(json_build_object('name', c.name, 'label', c.label, 'comment', c.comment)) as evaluations
  from ${changed} join score c on c.project_id = $1 and c.trace_id = s.trace_id and c.span_id = s.span_id
  where s.kind <> 'guardrail' and lower(c.label) in ('allowed', 'safe', 'unsafe', 'flagged', 'violation', 'redacted', 'blocked', 'denied', 'guardrail_intervened')`

/** Reads the results of guardrails from these traces. */
export async function guardrailsOf(ctx: Context, traces: readonly ChangedTrace[]): Promise<void> {
  const wanted = [ctx.projectId, traces.map(({ day }) => day), traces.map(({ traceId }) => traceId)]
  const rows = await poolSql(ctx.db).query<Row>(`${guardrailSpans} union all ${evaluations}`, wanted)
  await recordSeen(
    ctx,
    rows.map(({ endUs, ...row }) => ({ ...row, at: new Date(Number(endUs) / 1000) })),
  )
}
