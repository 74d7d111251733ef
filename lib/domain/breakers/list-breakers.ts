import { incidentsOf } from '#lib/domain/incidents/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import { readStates } from '#lib/platform/state-machine/control-state.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toItem } from './answer.ts'
import type { listBreakersContract } from './contract.ts'
import { breakerNamed, readBreakers } from './read-breakers.ts'
import type { Breaker } from './rules.ts'

// SQL: the states of a page at once, by a reader that both kinds of transaction share.

const order = listOrder('breakers', 'ControlState', [['key', 'text', 'asc']])

/** Breakers that steps have passed, by name, and on the first page those that were set and that nothing has passed yet. */
export async function listBreakers(
  ctx: Context,
  { query }: Input<typeof listBreakersContract>,
): Promise<Output<typeof listBreakersContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const configured = await readBreakers(db, projectId)
  const { rows, nextCursor } = await order.read(query, ({ after, ...page }) =>
    db.prisma.controlState.findMany({
      ...page,
      where: { projectId, kind: 'breaker', revision: { gt: 0 }, AND: after },
    }),
  )
  const states = await readStates<Breaker>(poolSql(db), projectId, 'breaker', [
    ...rows.map(({ key }) => key),
    ...configured.map(({ slug }) => slug),
  ])
  const unused = query.cursor === undefined ? configured.filter(({ slug }) => !states.has(slug)) : []
  const passed = rows.flatMap(({ key }) => breakerNamed(key, configured) ?? [])
  const shown = [...unused, ...passed]
  const slugs = shown.map(({ slug }) => slug)
  const incidents = await incidentsOf(db, projectId, 'breaker', slugs)
  const items = shown.map(one => toItem(one, states.get(one.slug) ?? null, incidents.get(one.slug) ?? null))
  return { items, nextCursor }
}
