import { addTasks, type NewTask } from '#lib/domain/judges/index.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { readScoringRule, type ScoringRule } from './schemas.ts'
import { scorerOf } from './scorer-of.ts'

// SQL: traces are picked in sets, and the unique key leaves out a trace that the rule has picked before.

/** Rows have the time at which their request began. Rows that are committed up to this much later are still found. */
const overlapSeconds = 120
/** How many traces one rule picks in one round. The rest follows in the next rounds. */
const batch = 500
/** A trace that has not changed for so long has ended. Later spans are not waited for. */
const settledSeconds = 10

const rules = `from config_object where kind = 'scoring-rule' and archived_at is null and (body ->> 'enabled')::boolean`

/** Projects that have rules. */
export async function projectsWithRules(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(`select distinct project_id ${rules}`)
  return rows.map(row => row.project_id)
}

interface Rule extends ScoringRule {
  slug: string
  createdAt: Date
}

/** Each rule picks its sample of the traces that ended since the last round, to be scored. Answers how many. */
export async function pickTraces(ctx: Context): Promise<number> {
  const { projectId } = ctx
  return transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const until = new Date(now.getTime() - settledSeconds * 1000)
    const found = await tx.query<{ slug: string; body: unknown; created_at: Date }>(
      `select slug, body, created_at ${rules} and project_id = $1 order by slug`,
      [projectId],
    )
    const cursor = await tx.prisma.scoringCursor.findUnique({ where: { projectId } })
    let [count, whole] = [0, true]
    for (const { slug, body, created_at } of found) {
      const rule = { slug, createdAt: created_at, ...readScoringRule(body) }
      const tasks = await pick(tx, projectId, rule, cursor?.lookedUntil ?? null, until)
      count += await addTasks(tx, projectId, tasks, now)
      whole &&= tasks.length < batch
    }
    // If there were more than fit into this round, the next one begins at the same place.
    if (whole) {
      const lookedUntil = new Date(until.getTime() - overlapSeconds * 1000)
      await tx.prisma.scoringCursor.upsert({
        where: { projectId },
        create: { projectId, lookedUntil },
        update: { lookedUntil },
      })
    }
    return count
  })
}

async function pick(sql: Sql, projectId: string, rule: Rule, looked: Date | null, until: Date): Promise<NewTask[]> {
  const scorer = scorerOf(rule)
  if (scorer === null) return []
  const since = new Date(Math.max(rule.createdAt.getTime(), looked?.getTime() ?? 0))
  const traces = await sql.query<{ trace_id: string; input: string | null; output: string }>(
    `select t.trace_id, coalesce(r.input, t.input_preview) as input, coalesce(r.output, t.output_preview) as output
     from trace t
     left join lateral (select p.input, p.output from span s
       join span_payload p on p.project_id = s.project_id and p.day = s.day and p.trace_id = s.trace_id and p.span_id = s.span_id
       where s.project_id = $1 and s.trace_id = t.trace_id and s.day = t.day and s.parent_span_id is null
       order by s.start_us, s.span_id limit 1) r on true
     where t.project_id = $1 and t.updated_at >= $3::timestamptz and t.updated_at <= $4::timestamptz
       and t.started_at >= $5::timestamptz and t.has_root and t.noise_count < t.span_count
       and ($6::text is null or t.agent = $6) and ($7::text is null or t.environment = $7)
       and ('x' || substr(md5(t.trace_id), 1, 8))::bit(32)::bigint < $8::float8 / 100 * 4294967296
       and coalesce(r.output, t.output_preview) is not null
       and not exists (select from scoring_task k where k.project_id = $1 and k.rule = $2 and k.trace_id = t.trace_id)
     order by t.started_at, t.trace_id limit ${batch}`,
    [
      ...[projectId, rule.slug, since.toISOString(), until.toISOString(), rule.createdAt.toISOString()],
      ...[rule.agent, rule.environment, rule.percent],
    ],
  )
  return traces.map(({ trace_id, input, output }) => ({
    of: { rule: rule.slug, traceId: trace_id },
    ...{ criterion: rule.score, scorer, material: { input: input ?? '', output } },
  }))
}
