import { randomBytes } from 'node:crypto'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { requireRecentSignIn } from '#lib/platform/auth/recent-sign-in.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { createPasswordLinkContract } from './contract.ts'
import { findMember } from './members.ts'
import { iso } from './queries.ts'

const linkDays = 7

/** Makes the person's one link: earlier ones stop working. Only the hash of its 256-bit token is kept. */
export async function insertPasswordLink(tx: Sql, userId: string, createdBy: string | null) {
  const token = randomBytes(32).toString('base64url')
  await tx.query('delete from password_link where user_id = $1', [userId])
  const [row] = await tx.query<{ expiresAt: string }>(
    `insert into password_link (token_hash, user_id, created_by, expires_at)
     values ($1, $2, $3, now() + make_interval(days => ${linkDays})) returning ${iso('expires_at')} as "expiresAt"`,
    [tokenHash(token), userId, createdBy],
  )
  if (!row) throw new Error('the new link is missing')
  return { path: `/join?token=${token}`, expiresAt: row.expiresAt }
}

/** A way back in for a member. Throws 404, or 409 `member-deactivated`. */
export async function createPasswordLink(
  ctx: Context,
  { params }: Input<typeof createPasswordLinkContract>,
): Promise<Output<typeof createPasswordLinkContract>> {
  const object = { type: 'user', id: params.id }
  await authorize(ctx, 'members.manage', object)
  await requireRecentSignIn(ctx)
  return transaction(ctx.db, async tx => {
    const member = await findMember(tx, ctx.projectId, params.id)
    if (member.status === 'deactivated') throw conflict('member-deactivated', 'Reactivate this member first.')
    const link = await insertPasswordLink(tx, params.id, ctx.actor.id)
    await audit(tx, ctx, { action: 'member.link_created', object, after: { expiresAt: link.expiresAt } })
    return link
  })
}
