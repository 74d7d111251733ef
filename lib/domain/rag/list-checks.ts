import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { findCheck, toAnswer, toItem } from './check-item.ts'
import type { getCheckContract, listChecksContract, listQueriesContract } from './contract.ts'

// SQL: one look into an index finds the last check of each pipeline.

const newest = listOrder('rag-checks', 'RagCheck', [
  ['checkedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

export async function listChecks(
  ctx: Context,
  { query }: Input<typeof listChecksContract>,
): Promise<Output<typeof listChecksContract>> {
  await authorize(ctx, 'rag.read')
  const ids = query.only === 'last' ? { in: await lastOfEach(ctx) } : undefined
  const where = { projectId: ctx.projectId, pipeline: query.pipeline, id: ids }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.ragCheck.findMany({ ...page, where: { ...where, AND: after } }),
  )
  return { items: rows.map(toItem), nextCursor }
}

/** One look into an index for each pipeline, however many checks of other pipelines came since. */
async function lastOfEach({ db, projectId }: Context): Promise<string[]> {
  const rows = await poolSql(db).query<{ id: string }>(
    `select c.id from config_object p cross join lateral (
       select id from rag_check where project_id = p.project_id and pipeline = p.slug order by checked_at desc, id desc limit 1
     ) c where p.project_id = $1 and p.kind = 'rag-pipeline' and p.archived_at is null`,
    [projectId],
  )
  return rows.map(({ id }) => id)
}

/** Throws 404. */
export async function getCheck(
  ctx: Context,
  { params: { id } }: Input<typeof getCheckContract>,
): Promise<Output<typeof getCheckContract>> {
  await authorize(ctx, 'rag.read')
  return toAnswer(await findCheck(ctx.db, ctx, id))
}

const places = listCursor('rag queries', z.tuple([z.number(), z.string()]))

/** The queries that found least come first. Throws 404. */
export async function listQueries(
  ctx: Context,
  { params: { id }, query }: Input<typeof listQueriesContract>,
): Promise<Output<typeof listQueriesContract>> {
  await authorize(ctx, 'rag.read')
  const { k } = await findCheck(ctx.db, ctx, id)
  const { limit, only } = query
  const place = query.cursor === undefined ? null : places.read(query.cursor)
  const behind = place ? [{ OR: [{ recall: { gt: place[0] } }, { recall: place[0], query: { gt: place[1] } }] }] : []
  const failing = only === 'failing' ? [{ recall: { lt: 1 } }] : []
  const found = await ctx.db.prisma.ragQuery.findMany({
    where: { projectId: ctx.projectId, checkId: id, AND: [...behind, ...failing] },
    orderBy: [{ recall: 'asc' }, { query: 'asc' }],
    take: limit + 1,
  })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return {
    nextCursor: found.length > limit && last ? places.write([last.recall, last.query]) : null,
    items: rows.map(({ query: name, text, retrieved, expected, rr, recall, precision, ndcg }) => {
      const top = new Set([...new Set(retrieved)].slice(0, k ?? 0))
      const missing = [...new Set(expected)].filter(one => !top.has(one))
      return { id: name, text, retrieved, expected, missing, recall, precision, reciprocalRank: rr, ndcg }
    }),
  }
}
