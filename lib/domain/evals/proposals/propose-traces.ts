import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { newId } from '#lib/shared/ids.ts'

// SQL: traces are picked in sets from those that came since the last round; the key leaves out those proposed before.

/** Rows have the time at which their request began. Rows that are committed up to this much later are still found. */
const overlapSeconds = 120
/** At most so many proposals wait in one suite, because nobody reads through more. */
const mostWaiting = 20

const suites = `from config_object where kind = 'suite' and archived_at is null and body ->> 'agent' is not null
  and coalesce((body ->> 'proposals')::boolean, true) and not coalesce((body ->> 'fromImports')::boolean, false)`

/** Projects with suites that take proposals. */
export async function projectsThatPropose(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(`select distinct project_id ${suites}`)
  return rows.map(row => row.project_id)
}

interface Asking {
  slug: string
  agent: string
  threshold: number
  criteria: string[]
  created_at: Date
}

/**
 * Proposes traces that failed, or that have a low score by a criterion of the suite of their agent. Traces that answer
 * a scenario of an eval run are left out, because they are scenarios already. Answers how many were proposed.
 */
export async function proposeTraces(ctx: Context): Promise<number> {
  const { projectId } = ctx
  return transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const cursor = await tx.prisma.evalProposalCursor.findUnique({ where: { projectId } })
    const asking = await tx.query<Asking>(
      `select slug, body ->> 'agent' as agent, (body ->> 'threshold')::float8 as threshold, created_at,
         array(select c ->> 'name' from json_array_elements(body::json -> 'criteria') c) as criteria
       ${suites} and project_id = $1 order by slug`,
      [projectId],
    )
    let found = 0
    for (const suite of asking) found += await proposeFor(tx, projectId, suite, cursor?.lookedUntil ?? null, now)
    const lookedUntil = new Date(now.getTime() - overlapSeconds * 1000)
    await tx.prisma.evalProposalCursor.upsert({
      where: { projectId },
      create: { projectId, lookedUntil },
      update: { lookedUntil },
    })
    if (found > 0) await publish(tx, projectId, { topic: 'evals', type: 'eval-proposal.changed', ids: [] })
    return found
  })
}

async function proposeFor(sql: Sql, projectId: string, suite: Asking, looked: Date | null, now: Date): Promise<number> {
  const since = new Date(Math.max(suite.created_at.getTime(), looked?.getTime() ?? 0))
  const low = `project_id = $1 and name = any($5::text[]) and value < $6::float8`
  const picked = await sql.query<{ trace_id: string; why: string }>(
    `select t.trace_id, case when t.status = 'error' then 'failed' else 'low-score' end as why from trace t
     where t.project_id = $1 and t.agent = $2 and t.noise_count < t.span_count
       and (t.trace_id in (select trace_id from score where ${low} and stored_at >= $4::timestamptz)
         or (t.updated_at >= $4::timestamptz and t.started_at >= $4::timestamptz and t.status = 'error'))
       and not exists (select from eval_case c where c.project_id = $1 and c.trace_id = t.trace_id)
       and not exists (select from eval_proposal p where p.project_id = $1 and p.suite = $3 and p.trace_id = t.trace_id)
     order by t.started_at desc
     limit greatest(0, ${mostWaiting} - (select count(*) from eval_proposal w where w.project_id = $1 and w.suite = $3 and w.state = 'waiting'))`,
    [projectId, suite.agent, suite.slug, since.toISOString(), suite.criteria, suite.threshold],
  )
  if (picked.length === 0) return 0
  const rows = await sql.query(
    `insert into eval_proposal (project_id, suite, proposed_at, id, trace_id, why, state, proposed_by)
     select $1, $2, $3::timestamptz, u.id, u.trace_id, u.why, 'waiting', 'Holdpoint'
     from unnest($4::text[], $5::text[], $6::text[]) as u(id, trace_id, why)
     on conflict (project_id, suite, trace_id) do nothing returning id`,
    [
      ...[projectId, suite.slug, now.toISOString(), picked.map(() => newId('evp'))],
      ...[picked.map(row => row.trace_id), picked.map(row => row.why)],
    ],
  )
  return rows.length
}
