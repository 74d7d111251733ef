import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type RunItem, runItem } from './runs/schemas.ts'

export type RunRow = Prisma.EvalRunModel

export function toRunItem({ projectId: _, judged: __, ...row }: RunRow): RunItem {
  return runItem.parse({
    ...row,
    startedAt: toRfc3339(row.startedAt),
    finishedAt: row.finishedAt && toRfc3339(row.finishedAt),
  })
}

/** Throws 404. */
export async function findRun(reader: Reader, { projectId }: Pick<Context, 'projectId'>, id: string): Promise<RunRow> {
  const row = await reader.prisma.evalRun.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) throw notFound('eval run')
  return row
}
