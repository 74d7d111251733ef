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
import { type Breaker, type BreakerState, blockingStates } from './rules.ts'

// SQL: reads the states of a page at once, with a function that both kinds of transaction share.

const order = listOrder('breakers', 'ControlState', [['key', 'text', 'asc']])

/**
 * Breakers that steps have passed, by name. The first page also has those that were set and that no step has passed
 * yet.
 */
export async function listBreakers(
  ctx: Context,
  { query }: Input<typeof listBreakersContract>,
): Promise<Output<typeof listBreakersContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const sql = poolSql(db)
  const wanted = statesOf(query.state)
  const now = (await ctx.clock.now(sql)).getTime()
  const configured = await readBreakers(db, projectId)
  const status = wanted ? { in: [...wanted] } : undefined
  const { rows, nextCursor } = await order.read(query, ({ after, ...page }) =>
    db.prisma.controlState.findMany({
      ...page,
      where: { projectId, kind: 'breaker', revision: { gt: 0 }, status, AND: after },
    }),
  )
  const states = await readStates<Breaker>(sql, projectId, 'breaker', [
    ...rows.map(({ key }) => key),
    ...configured.map(({ slug }) => slug),
  ])
  // A breaker that no step has passed yet is closed.
  const first = query.cursor === undefined && (wanted === null || wanted.includes('closed'))
  const unused = first ? configured.filter(({ slug }) => !states.has(slug)) : []
  const passed = rows.flatMap(({ key }) => breakerNamed(key, configured) ?? [])
  const shown = [...unused, ...passed]
  const slugs = shown.map(({ slug }) => slug)
  const incidents = await incidentsOf(db, projectId, 'breaker', slugs)
  const items = shown.map(one =>
    toItem(one, states.get(one.slug) ?? null, { incidentId: incidents.get(one.slug) ?? null, now }),
  )
  return { items, nextCursor }
}

function statesOf(state: Input<typeof listBreakersContract>['query']['state']): readonly BreakerState[] | null {
  if (state === undefined) return null
  return state === 'refusing' ? blockingStates : [state]
}
