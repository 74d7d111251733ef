import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { unauthenticated } from '#lib/shared/problem.ts'

/**
 * For what cannot be undone, in its transaction: a process may honour a key for up to two seconds after another one revoked
 * it. Throws 401. People and the system have no key and pass.
 */
export async function requireValidKey({ prisma }: Reader, { actor }: Pick<Context, 'actor'>, now: Date): Promise<void> {
  if (actor.kind !== 'key') return
  const ended = { OR: [{ revokedAt: { not: null } }, { expiresAt: { lte: now } }] }
  if ((await prisma.apiKey.count({ where: { id: actor.id, ...ended } })) > 0)
    throw unauthenticated('The API key is revoked or expired.')
}
