import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { readLastRuns, readTrends } from './read-trends.ts'
import type { suiteConfig } from './suites/contract.ts'
import { suiteFields } from './suites/schemas.ts'

// SQL: a suite may have ten thousand scenarios, and a list needs only their number.

const byName = listOrder('suites', 'ConfigObject', [['slug', 'text', 'asc']])

/** Suites by name, without their scenarios. */
export async function listSuites(
  ctx: Context,
  { query }: Input<typeof suiteConfig.list>,
): Promise<Output<typeof suiteConfig.list>> {
  await authorize(ctx, 'evals.read')
  const { projectId, db } = ctx
  const { rows, nextCursor } = await byName.read(query, ({ after, ...page }) =>
    db.prisma.configObject.findMany({
      ...page,
      where: { projectId, kind: 'suite', archivedAt: null, AND: after },
      select: { slug: true, revision: true, updatedAt: true },
    }),
  )
  const suites = rows.map(({ slug }) => slug)
  const [told, pinned, runs, trends] = await Promise.all([
    readHeads(db, projectId, suites),
    db.prisma.evalBaseline.findMany({ where: { projectId, suite: { in: suites } } }),
    readLastRuns(db, projectId, suites),
    readTrends(db, projectId, suites),
  ])
  const heads = new Map(told.map(row => [row.slug, row]))
  const baselines = new Map(pinned.map(row => [row.suite, row.runId]))
  return {
    nextCursor,
    items: rows.map(({ slug, revision, updatedAt }) => {
      const head = heads.get(slug)
      const run = runs.get(slug)
      return {
        ...{ slug, version: revision, updatedAt: toRfc3339(updatedAt) },
        agent: suiteFields.agent.parse(head?.agent ?? null),
        level: suiteFields.level.parse(head?.level),
        threshold: suiteFields.threshold.parse(head?.threshold ?? undefined),
        scenarios: head?.scenarios ?? 0,
        criteria: suiteFields.criteria.parse(head?.criteria ?? undefined).map(({ name }) => name),
        baselineRunId: baselines.get(slug) ?? null,
        trend: trends.get(slug) ?? [],
        lastRun: run ? { id: run.id, at: run.at, average: run.average, verdict: run.verdict } : null,
      }
    }),
  }
}

interface Head {
  slug: string
  agent: string | null
  level: string
  threshold: unknown
  criteria: unknown
  scenarios: number
}

const readHeads = (db: Database, projectId: string, suites: readonly string[]) =>
  poolSql(db).query<Head>(
    `select slug, body ->> 'agent' as agent, body ->> 'level' as level, body -> 'threshold' as threshold,
       body -> 'criteria' as criteria, coalesce(json_array_length(body -> 'scenarios'), 0) as scenarios
     from config_object where project_id = $1 and kind = 'suite' and slug = any($2::text[])`,
    [projectId, suites],
  )
