import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { readTrends } from './read-trends.ts'
import type { suiteConfig } from './suites/contract.ts'
import { suiteFields } from './suites/schemas.ts'

const byName = listOrder('suites', 'ConfigObject', [['slug', 'text', 'asc']])

/** By name, without their scenarios. */
export async function listSuites(
  ctx: Context,
  { query }: Input<typeof suiteConfig.list>,
): Promise<Output<typeof suiteConfig.list>> {
  await authorize(ctx, 'evals.read')
  const { projectId, db } = ctx
  const { rows, nextCursor } = await byName.read(query, ({ after, ...page }) =>
    db.prisma.configObject.findMany({ ...page, where: { projectId, kind: 'suite', archivedAt: null, AND: after } }),
  )
  const suites = rows.map(({ slug }) => slug)
  const where = { projectId, suite: { in: suites } }
  const [pinned, last, trends] = await Promise.all([
    db.prisma.evalBaseline.findMany({ where }),
    db.prisma.evalRun.findMany({ where, distinct: ['suite'], orderBy: [{ suite: 'asc' }, { startedAt: 'desc' }] }),
    readTrends(db, projectId, suites),
  ])
  const baselines = new Map(pinned.map(row => [row.suite, row.runId]))
  const runs = new Map(last.map(row => [row.suite, row]))
  return {
    nextCursor,
    items: rows.map(row => {
      // Its own shape: a suite may hold ten thousand scenarios, of which a list needs the number.
      const body = row.body as Record<string, unknown>
      const run = runs.get(row.slug)
      return {
        ...{ slug: row.slug, version: row.revision, updatedAt: toRfc3339(row.updatedAt) },
        agent: suiteFields.agent.parse(body.agent ?? null),
        level: suiteFields.level.parse(body.level),
        threshold: suiteFields.threshold.parse(body.threshold),
        scenarios: Array.isArray(body.scenarios) ? body.scenarios.length : 0,
        criteria: suiteFields.criteria.parse(body.criteria).map(({ name }) => name),
        baselineRunId: baselines.get(row.slug) ?? null,
        trend: trends.get(row.slug) ?? [],
        lastRun: run
          ? {
              ...{ id: run.id, at: toRfc3339(run.startedAt), average: run.average },
              verdict: run.verdict as 'pass' | 'fail' | 'inconclusive' | null,
            }
          : null,
      }
    }),
  }
}
