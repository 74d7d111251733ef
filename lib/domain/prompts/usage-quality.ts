import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { promptUsageContract } from './contract.ts'

// SQL: one join of the traces that used a prompt with their scores.

type Scores = Output<typeof promptUsageContract>['versions'][number]['scores']

/** For each version, the mean scores of the traces that used it. */
export async function scoresOf(ctx: Context, values: readonly unknown[]): Promise<Map<string, Scores>> {
  const rows = await poolSql(ctx.db).query<{ version: string; name: string; mean: number; count: number }>(
    `select u.version, s.name, avg(s.value)::float8 as mean, count(*)::int as count
     from prompt_use u join score s on s.project_id = u.project_id and s.trace_id = u.trace_id
     where u.project_id = $1 and u.prompt = $2 and u.hour >= $3::timestamptz and u.hour < $4::timestamptz
       and ($5::text is null or u.environment = $5) and s.value is not null
     group by u.version, s.name order by count(*) desc, s.name`,
    values,
  )
  const byVersion = Map.groupBy(rows, row => row.version)
  return new Map(
    [...byVersion].map(([version, its]) => [version, its.map(({ name, mean, count }) => ({ name, mean, count }))]),
  )
}

/** The newest finished run of each version, by version, newest first. */
export async function evalsOf({ db, projectId }: Context, name: string) {
  const made = await db.prisma.promptEval.findMany({ where: { projectId, name } })
  const runs = await db.prisma.evalRun.findMany({
    where: { projectId, id: { in: made.map(({ runId }) => runId) }, state: 'finished' },
    orderBy: { finishedAt: 'asc' },
    select: { id: true, average: true },
  })
  const versionsOf = Map.groupBy(made, ({ runId }) => runId)
  // The runs are sorted by time, so that a later run replaces an earlier one in the map.
  const newest = new Map(runs.flatMap(run => (versionsOf.get(run.id) ?? []).map(({ version }) => [version, run])))
  return [...newest]
    .map(([version, { id, average }]) => ({ version, evalRunId: id, average }))
    .sort((a, b) => b.version - a.version)
}
