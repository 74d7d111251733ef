import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { checkMarkdown } from './check-markdown.ts'
import type { getCheckContract } from './contract.ts'
import type { Check, CheckItem, Result } from './schemas.ts'

export type CheckRow = Prisma.RagCheckModel

export const toItem = (row: CheckRow): CheckItem => ({
  ...{ id: row.id, pipeline: row.pipeline, verdict: row.verdict as Result },
  checks: row.checks as unknown as Check[],
  ...{ k: row.k, queries: row.queries, recall: row.recall, precision: row.precision, mrr: row.mrr },
  ...{ ndcg: row.ndcg, hitRate: row.hitRate, release: row.release, commit: row.commit },
  ...{ checkedAt: toRfc3339(row.checkedAt), checkedBy: row.checkedBy },
})

export function toAnswer(row: CheckRow): Output<typeof getCheckContract> {
  const { promptDiff, abEvalRunIds } = row.stated as { promptDiff?: string; abEvalRunIds?: string[] }
  const item = toItem(row)
  return { ...item, promptDiff: promptDiff ?? null, abEvalRunIds: abEvalRunIds ?? null, markdown: checkMarkdown(item) }
}

export async function findCheck(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  id: string,
): Promise<CheckRow> {
  const row = await prisma.ragCheck.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) throw notFound('RAG check')
  return row
}
