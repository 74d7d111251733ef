import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { literal } from '#lib/platform/db/literal.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { parseMicros } from '#lib/shared/time.ts'
import type { listSessionsContract } from './contract.ts'
import { toSession } from './internal.ts'
import type { SessionFilter } from './schemas.ts'

const orderBy = (list: string, field: 'lastUs' | 'costNanos' | 'traces') =>
  listOrder(list, 'AgentSession', [
    [field, 'integer', 'desc'],
    ['sessionId', 'text', 'desc'],
  ])
const orders = {
  '-lastAt': orderBy('sessions.last', 'lastUs'),
  '-cost': orderBy('sessions.cost', 'costNanos'),
  '-traces': orderBy('sessions.traces', 'traces'),
}

/** Sessions that match, from the table of their totals. No trace is read. */
export async function listSessions(
  ctx: Context,
  { query }: Input<typeof listSessionsContract>,
): Promise<Output<typeof listSessionsContract>> {
  await authorize(ctx, 'traces.read')
  const { rows, nextCursor } = await orders[query.sort].read(query, ({ after, ...page }) =>
    ctx.db.prisma.agentSession.findMany({
      ...page,
      where: { projectId: ctx.projectId, AND: [...conditions(query), ...after] },
    }),
  )
  return { items: rows.map(toSession), nextCursor }
}

/** A filter that is not given is undefined, which matches everything in Prisma. */
function conditions({ text, agent, user, environment, from, to }: SessionFilter): Prisma.AgentSessionWhereInput[] {
  const conditions: Prisma.AgentSessionWhereInput[] = [{ userId: user }]
  if (agent !== undefined) conditions.push({ agents: { has: agent } })
  if (environment !== undefined) conditions.push({ environments: { has: environment } })
  if (from !== undefined) conditions.push({ lastUs: { gte: BigInt(parseMicros(from)) } })
  if (to !== undefined) conditions.push({ firstUs: { lt: BigInt(parseMicros(to)) } })
  if (text !== undefined) {
    const begins = { startsWith: literal(text), mode: 'insensitive' } as const
    conditions.push({ OR: [{ sessionId: begins }, { userId: begins }] })
  }
  return conditions
}
