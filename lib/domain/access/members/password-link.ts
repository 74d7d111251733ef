import { randomBytes } from 'node:crypto'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

const linkMs = 7 * 86_400_000

/** Makes the person's one link: earlier ones stop working. Only the hash of its 256-bit token is kept. */
export async function insertPasswordLink(tx: Tx, ctx: Context, userId: string) {
  const { passwordLink } = tx.prisma
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date((await ctx.clock.now(tx)).getTime() + linkMs)
  await passwordLink.deleteMany({ where: { userId } })
  await passwordLink.create({ data: { tokenHash: tokenHash(token), userId, createdBy: ctx.actor.id, expiresAt } })
  return { path: `/join?token=${token}`, expiresAt: toRfc3339(expiresAt) }
}
