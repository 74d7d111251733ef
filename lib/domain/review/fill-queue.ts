import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { newId } from '#lib/shared/ids.ts'
import { type ReviewRule, readRule } from './schemas.ts'

// SQL: traces are picked in sets, and the unique key leaves out a trace that the rule has picked before.

/** Rows have the time at which their request began. Rows that are committed up to this much later are still found. */
const overlapSeconds = 120
/** How many traces one rule picks in one round. The rest follows in the next rounds. */
const batch = 1_000

const rules = `from config_object where kind = 'review-rule' and archived_at is null and (body ->> 'enabled')::boolean`

/** Projects that have rules. */
export async function projectsWithRules(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(`select distinct project_id ${rules}`)
  return rows.map(row => row.project_id)
}

interface Rule extends ReviewRule {
  slug: string
  createdAt: Date
}

/** Each rule picks traces for people to review, from those that came since the last round. Answers how many. */
export async function fillQueue(ctx: Context): Promise<number> {
  return transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const found = await tx.query<{ slug: string; body: unknown; created_at: Date }>(
      `select slug, body, created_at ${rules} and project_id = $1 order by slug`,
      [ctx.projectId],
    )
    const cursor = await tx.prisma.reviewCursor.findUnique({ where: { projectId: ctx.projectId } })
    const ids: string[] = []
    let whole = true
    for (const { slug, body, created_at } of found) {
      const picked = await pick(tx, ctx.projectId, { slug, createdAt: created_at, ...readRule(body) }, cursor, now)
      ids.push(...picked)
      whole &&= picked.length < batch
    }
    // If there were more than fit into this round, the next one begins at the same place.
    if (whole) {
      const lookedUntil = new Date(now.getTime() - overlapSeconds * 1000)
      await tx.prisma.reviewCursor.upsert({
        where: { projectId: ctx.projectId },
        create: { projectId: ctx.projectId, lookedUntil },
        update: { lookedUntil },
      })
    }
    if (ids.length > 0) await publish(tx, ctx.projectId, { topic: 'review', type: 'review.queued', ids: [] })
    return ids.length
  })
}

async function pick(
  sql: Sql,
  projectId: string,
  rule: Rule,
  cursor: { lookedUntil: Date } | null,
  now: Date,
): Promise<string[]> {
  const since = Math.max(rule.createdAt.getTime(), cursor?.lookedUntil.getTime() ?? 0)
  const values: unknown[] = [projectId, rule.slug, new Date(since).toISOString()]
  const add = (value: unknown) => `$${values.push(value)}`
  const created = `${add(rule.createdAt.toISOString())}::timestamptz`
  const isNew = `t.updated_at >= $3::timestamptz and t.started_at >= ${created}`
  const where = [
    't.project_id = $1',
    't.noise_count < t.span_count',
    ...(rule.agent === null ? [] : [`t.agent = ${add(rule.agent)}`]),
    ...(rule.environment === null ? [] : [`t.environment = ${add(rule.environment)}`]),
    rule.pick === 'sample' ? `${isNew} and ${sampled(add(rule.percent))}` : isLow(rule, isNew, add),
    'not exists (select from review_item r where r.project_id = $1 and r.rule = $2 and r.trace_id = t.trace_id)',
  ]
  const traces = await sql.query<{ trace_id: string }>(
    `select t.trace_id from trace t where ${where.join(' and ')} order by t.started_at, t.trace_id limit ${batch}`,
    values,
  )
  return insert(sql, [projectId, rule.slug, now.toISOString()], traces)
}

async function insert(sql: Sql, key: readonly unknown[], traces: readonly { trace_id: string }[]): Promise<string[]> {
  if (traces.length === 0) return []
  const rows = await sql.query<{ id: string }>(
    `insert into review_item (project_id, rule, queued_at, id, trace_id, status)
     select $1, $2, $3::timestamptz, u.id, u.trace_id, 'waiting' from unnest($4::text[], $5::text[]) as u(id, trace_id)
     on conflict (project_id, rule, trace_id) do nothing returning id`,
    [...key, traces.map(() => newId('rev')), traces.map(row => row.trace_id)],
  )
  return rows.map(row => row.id)
}

/**
 * By a hash of the trace's id, so the choice is the same for everybody and every time. A larger share contains the
 * smaller one.
 */
const sampled = (percent: string) =>
  `('x' || substr(md5(t.trace_id), 1, 8))::bit(32)::bigint < ${percent}::float8 / 100 * 4294967296`

/** A score may come after its trace, and a trace after its score. */
function isLow({ scoreName, below }: Rule, isNew: string, add: (value: unknown) => string): string {
  const low = `project_id = $1 and name = ${add(scoreName)} and value < ${add(below)}::float8`
  return `(t.trace_id in (select trace_id from score where ${low} and stored_at >= $3::timestamptz)
    or (${isNew} and exists (select from score s where ${low.replace(/project_id|name|value/g, 's.$&')} and s.trace_id = t.trace_id)))`
}
