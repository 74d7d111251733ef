import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'

interface Which {
  userId: string
  /** Only this one. */
  sessionId?: string
  /** All but this one. */
  except?: string
}

/**
 * Ends living sessions of a person in the caller's transaction, each with its audit row; answers how many.
 * The caller forgets cached sessions after the commit.
 */
export async function endSessions(tx: Tx, ctx: Context, { userId, sessionId, except }: Which): Promise<number> {
  const now = await ctx.clock.now(tx)
  const which = { userId, id: { equals: sessionId, not: except } }
  const ended = await tx.prisma.userSession.updateManyAndReturn({
    where: { ...which, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
    select: { id: true },
  })
  for (const { id } of ended) await audit(tx, ctx, { action: 'session.revoked', object: { type: 'session', id } })
  return ended.length
}
