import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import { readStates } from '#lib/platform/state-machine/control-state.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listSlosContract } from './contract.ts'
import { toItem } from './item.ts'
import { measure } from './measure.ts'
import { readLevels } from './read-slos.ts'
import type { SloBody } from './state.ts'

// SQL: the states of a page at once, by a reader that both kinds of transaction share.

const order = listOrder('slos', 'ConfigObject', [['slug', 'text', 'asc']])

/** Service levels by name, each with its present state. */
export async function listSlos(
  ctx: Context,
  { query }: Input<typeof listSlosContract>,
): Promise<Output<typeof listSlosContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const all = await readLevels(db, projectId)
  const wanted = all.filter(({ slo }) => query.agent === undefined || slo.agent === query.agent)
  const slugs = wanted.map(({ slo }) => slo.slug)
  const { rows, nextCursor } = await order.read(query, ({ after, ...page }) =>
    db.prisma.configObject.findMany({
      ...page,
      select: { slug: true, revision: true },
      where: { projectId, kind: 'slo', slug: { in: slugs }, archivedAt: null, AND: after },
    }),
  )
  const revisions = new Map(rows.map(({ slug, revision }) => [slug, revision]))
  const sql = poolSql(db)
  const levels = wanted.filter(({ slo }) => revisions.has(slo.slug))
  const now = (await ctx.clock.now(sql)).getTime()
  const measured = await measure(sql, projectId, levels, now)
  const states = await readStates<SloBody>(sql, projectId, 'slo', [...revisions.keys()])
  const items = [...revisions].flatMap(([slug, revision]) => {
    const level = measured.get(slug)
    return level ? [toItem(level, revision, states.get(slug) ?? null, now)] : []
  })
  return { items, nextCursor }
}
