import type { Violation } from '#lib/domain/budgets/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { maxIds, publish } from '#lib/platform/events/publish.ts'
import { newId } from '#lib/shared/ids.ts'
import type { TracedRun } from './runs.ts'

interface JudgedRun {
  run: TracedRun
  violations: readonly Violation[]
}

/**
 * Stores the limits that runs have crossed, one row for each limit of a run, however often its traces come. If a later
 * span corrects a figure, the row is corrected too. Answers the new ones.
 */
export async function keepViolations(ctx: Context, judged: readonly JudgedRun[], now: Date): Promise<string[]> {
  const { projectId } = ctx
  const rows = judged.flatMap(({ run, violations }) => violations.map(one => ({ run, one })))
  const of = <T>(read: (row: (typeof rows)[number]) => T) => rows.map(read)
  const keys = [of(({ run }) => run.runId), of(({ one }) => one.measure), of(({ one }) => one.tool ?? '')]
  return sqlTransaction(ctx.db.pool, async (_, sql) => {
    await sql.query(
      `delete from run_violation v where v.project_id = $1 and v.trace_id = any($2::text[])
         and not exists (select from unnest($3::text[], $4::text[], $5::text[]) u(run_id, measure, tool)
           where u.run_id = v.run_id and u.measure = v.measure and u.tool = v.tool)`,
      [projectId, judged.flatMap(({ run }) => run.traceIds), ...keys],
    )
    const stored = await sql.query<{ id: string; fresh: boolean }>(
      `insert into run_violation as v (project_id, run_id, measure, tool, id, agent, trace_id, budget, environment, release, limit_value, used, message, started_at, at)
       select $1, u.*, $15::timestamptz from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
         $11::text[], $12::text[], $13::text[], $14::timestamptz[])
         as u(run_id, measure, tool, id, agent, trace_id, budget, environment, release, limit_value, used, message, started_at) order by 2, 3, 4
       on conflict (project_id, run_id, measure, tool) do update set used = excluded.used, limit_value = excluded.limit_value, budget = excluded.budget,
         message = excluded.message, agent = excluded.agent, environment = excluded.environment, release = excluded.release, trace_id = excluded.trace_id
         where (v.used, v.limit_value, v.trace_id) is distinct from (excluded.used, excluded.limit_value, excluded.trace_id)
       returning id, xmax = 0 as fresh`,
      [
        projectId,
        ...keys,
        of(() => newId('vio')),
        ...[of(({ run }) => run.agent), of(({ run }) => run.traceIds[0] ?? ''), of(({ one }) => one.budget)],
        ...[of(({ run }) => run.environment), of(({ run }) => run.release), of(({ one }) => one.limit)],
        ...[of(({ one }) => one.used), of(({ one }) => one.message), of(({ run }) => run.startedAt.toISOString())],
        now.toISOString(),
      ],
    )
    const fresh = stored.filter(row => row.fresh).map(({ id }) => id)
    if (fresh.length > 0)
      await publish(sql, projectId, { topic: 'budgets', type: 'budget.violated', ids: fresh.slice(0, maxIds) })
    return fresh
  })
}
