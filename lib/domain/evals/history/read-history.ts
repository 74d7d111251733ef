import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { suiteConfig } from '../suites/contract.ts'
import type { Scenario, Suite } from '../suites/schemas.ts'
import type { listScenariosContract, listSuiteVersionsContract, suiteChangesContract } from './contract.ts'
import { changesBetween, holdsText } from './suite-changes.ts'

const places = listCursor('suite scenarios', z.int().min(0))

/** In the order of the suite. Throws 404. */
export async function listScenarios(
  ctx: Context,
  { params: { slug }, query: { search, limit, cursor } }: Input<typeof listScenariosContract>,
): Promise<Output<typeof listScenariosContract>> {
  await authorize(ctx, 'evals.read')
  const suite: Suite | null = await readConfig(ctx.db, ctx, suiteConfig, slug)
  if (suite === null) throw notFound('suite')
  const found = search ? suite.scenarios.filter(each => holdsText(each, search)) : suite.scenarios
  const from = cursor === undefined ? 0 : places.read(cursor)
  const to = from + limit
  return {
    items: found.slice(from, to),
    found: found.length,
    nextCursor: to < found.length ? places.write(to) : null,
  }
}

const versions = listCursor('suite versions', z.int().min(1))

/** Newest first, also of a suite that was archived. */
export async function listSuiteVersions(
  ctx: Context,
  { params: { slug }, query: { limit, cursor } }: Input<typeof listSuiteVersionsContract>,
): Promise<Output<typeof listSuiteVersionsContract>> {
  await authorize(ctx, 'evals.read')
  const before = cursor === undefined ? undefined : versions.read(cursor)
  const found = await ctx.db.prisma.evalSuiteVersion.findMany({
    where: { projectId: ctx.projectId, suite: slug, version: { lt: before } },
    orderBy: { version: 'desc' },
    take: limit + 1,
    select: { version: true, createdAt: true, createdBy: true },
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    items: rows.map(row => ({ ...row, createdAt: toRfc3339(row.createdAt) })),
    nextCursor: found.length > limit && last ? versions.write(last.version) : null,
  }
}

/** A version compared with the last earlier one; archiving raises the revision without storing a version. Throws 404. */
export async function readSuiteChanges(
  ctx: Context,
  { params: { slug, version } }: Input<typeof suiteChangesContract>,
): Promise<Output<typeof suiteChangesContract>> {
  await authorize(ctx, 'evals.read')
  const [row, before] = await ctx.db.prisma.evalSuiteVersion.findMany({
    where: { projectId: ctx.projectId, suite: slug, version: { lte: version } },
    orderBy: { version: 'desc' },
    take: 2,
  })
  if (row?.version !== version) throw notFound('version of the suite')
  const read = ({ rules, scenarios }: Pick<typeof row, 'rules' | 'scenarios'>) => ({
    rules: rules as Record<string, unknown>,
    scenarios: scenarios as unknown as Scenario[],
  })
  return {
    ...{ suite: slug, version, createdAt: toRfc3339(row.createdAt), createdBy: row.createdBy },
    before: before?.version ?? null,
    ...changesBetween(before ? read(before) : null, read(row)),
  }
}
