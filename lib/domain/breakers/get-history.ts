import { incidentsOf } from '#lib/domain/incidents/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates } from '#lib/platform/state-machine/control-state.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { toCall, toItem } from './answer.ts'
import type { breakerHistoryContract } from './contract.ts'
import { breakerNamed, readBreakers } from './read-breakers.ts'
import type { BadCall, Breaker, BreakerState } from './rules.ts'

// SQL: reads the state with a function that both kinds of transaction share.

/** How many changes of state are answered. */
const most = 100

/** A breaker with its changes of state and their reasons. Throws 404 if there is none of this name. */
export async function getBreakerHistory(
  ctx: Context,
  { params: { slug } }: Input<typeof breakerHistoryContract>,
): Promise<Output<typeof breakerHistoryContract>> {
  await authorize(ctx, 'project.read')
  const { projectId, db } = ctx
  const sql = poolSql(db)
  const known = breakerNamed(slug, await readBreakers(db, projectId))
  if (!known) throw notFound('breaker')
  const [now, states, incidents, rows] = await Promise.all([
    ctx.clock.now(sql),
    readStates<Breaker>(sql, projectId, 'breaker', [slug]),
    incidentsOf(db, projectId, 'breaker', [slug]),
    db.prisma.stateTransition.findMany({
      where: { projectId, machine: 'breaker', objectId: slug },
      orderBy: { revision: 'desc' },
      take: most,
    }),
  ])
  const stored = states.get(slug) ?? null
  const { keyShare: _, ...settings } = known.settings
  return {
    breaker: toItem(known, stored, { incidentId: incidents.get(slug) ?? null, now: now.getTime() }),
    settings,
    transitions: rows.map(({ revision, at, fromState, toState, actorLabel, rule, message, evidence }) => {
      const { openings = null, calls = [] } = evidence as { openings?: number; calls?: BadCall[] }
      return {
        ...{ epoch: revision, at: toRfc3339(at), by: actorLabel, rule, message, openings },
        from: fromState as BreakerState,
        to: toState as BreakerState,
        calls: calls.map(toCall),
      }
    }),
    calls: (stored?.badCalls ?? []).map(toCall),
  }
}
