import type { Sql } from '#lib/platform/db/sql.ts'
import type { Tick } from './work.ts'

// SQL: a conditional upsert whose row count decides which worker has the claim, and an anti-join over all projects;
// Prisma can say neither.

/** A project for which it is time. */
export interface DueProject {
  projectId: string
  /** When it became due; null: never done before. */
  since: Date | null
}

const most = 500

/** Projects of which nobody has the claim and whose next period has begun; those that wait longest first. */
export async function dueProjects(sql: Sql, tick: Tick, now: Date): Promise<DueProject[]> {
  const wanted = tick.projects ? await tick.projects(sql, now) : null
  if (wanted?.length === 0) return []
  const from = wanted ? 'unnest($3::text[]) p(id)' : '(select id from project where removed_at is null) p'
  return sql.query<DueProject>(
    `select p.id as "projectId", c.next_at as since from ${from}
     left join tick_claim c on c.project_id = p.id and c.name = $1
     where c.project_id is null or (c.next_at <= $2::timestamptz and coalesce(c.lease_until <= $2::timestamptz, true))
     order by c.next_at nulls first limit ${most}`,
    [tick.name, now.toISOString(), ...(wanted ? [wanted] : [])],
  )
}

/**
 * Takes a project for one run; false when another worker was first. The lease is twice the limit: its holder has given
 * up by then, however long the claim was on its way.
 */
export async function claim(sql: Sql, tick: Tick, projectId: string, holder: string, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `insert into tick_claim (project_id, name, next_at, holder, lease_until)
     values ($1, $2, $3::timestamptz, $4, $3::timestamptz + $5 * interval '1 second')
     on conflict (project_id, name) do update set holder = excluded.holder, lease_until = excluded.lease_until
     where tick_claim.next_at <= $3::timestamptz and coalesce(tick_claim.lease_until <= $3::timestamptz, true)
     returning 1`,
    [projectId, tick.name, now.toISOString(), holder, tick.limitSeconds * 2],
  )
  return rows.length === 1
}

/**
 * Gives a project back; its next period begins at the next multiple of the period, so that all workers agree. Nothing
 * happens when the lease was over and another worker has taken it.
 */
export async function release(sql: Sql, tick: Tick, projectId: string, holder: string, now: Date): Promise<void> {
  const everyMs = tick.everySeconds * 1000
  const next = new Date((Math.floor(now.getTime() / everyMs) + 1) * everyMs)
  await sql.query(
    `update tick_claim set holder = null, lease_until = null, next_at = $4::timestamptz
     where project_id = $1 and name = $2 and holder = $3`,
    [projectId, tick.name, holder, next.toISOString()],
  )
}
