import { auditDenied } from '#lib/platform/audit/denied.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash as tokenHash } from '#lib/platform/auth/api-keys.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { Problem } from '#lib/shared/problem.ts'
import type { acceptLinkContract } from './contract.ts'
import { endSessions } from './end-sessions.ts'
import { hashPassword } from './passwords.ts'
import { admitAttempt, forgiveAttempts } from './throttle.ts'

interface Holder {
  id: string
  email: string
  name: string
  role: Role
}

/** Whom a link is for; null when it is used, over, replaced or never was. */
export async function linkHolder(sql: Sql, projectId: string, token: string): Promise<Holder | null> {
  const [holder] = await sql.query<Holder>(
    `select u.id, u.email, u.name, m.role from password_link l join app_user u on u.id = l.user_id
       join membership m on m.user_id = u.id and m.project_id = $2
     where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and u.disabled_at is null`,
    [tokenHash(token), projectId],
  )
  return holder ?? null
}

/**
 * Sets the password of the person a link is for; works once. Earlier sessions of theirs end. Throws 403 `bad-link`, or
 * 429 `too-many-attempts` to an address that guesses.
 */
export async function acceptLink(
  ctx: Context,
  { body }: Input<typeof acceptLinkContract>,
): Promise<Output<typeof acceptLinkContract>> {
  const sql = poolSql(ctx.db)
  const { refusal } = await admitAttempt(sql, null, ctx.address)
  if (refusal) throw refusal
  const holder = await linkHolder(sql, ctx.projectId, body.token)
  if (!holder) throw await badLink(ctx)
  const passwordHash = await hashPassword(body.password)
  const actor = { kind: 'user' as const, id: holder.id, label: holder.name, role: holder.role, sessionId: 'none' }
  await transaction(ctx.db, async tx => {
    const won = await tx.query(
      `update password_link set used_at = now() where token_hash = $1 and used_at is null and expires_at > now()
       returning user_id`,
      [tokenHash(body.token)],
    )
    if (won.length === 0) throw await badLink(ctx)
    await tx.query('update app_user set password_hash = $2, password_set_at = now() where id = $1', [
      holder.id,
      passwordHash,
    ])
    const byLink = { ...ctx, actor }
    await endSessions(tx, byLink, { userId: holder.id })
    await forgiveAttempts(tx, holder.email, ctx.address)
    const object = { type: 'user', id: holder.id }
    await audit(tx, byLink, { action: 'password.changed', object, evidence: { by: 'one-time link' } })
    await publish(tx, ctx.projectId, { topic: 'access', type: 'member.joined', ids: [holder.id] })
  })
  forgetSessions()
  return { email: holder.email }
}

async function badLink(ctx: Context): Promise<Problem> {
  const object = { type: 'link', id: 'unknown' }
  await auditDenied(ctx, { action: 'password.changed', object, reason: 'link used, over or unknown' })
  return new Problem({
    status: 403,
    type: 'bad-link',
    title: 'This link does not work',
    detail: 'It was used before, replaced by a newer one, or is older than 7 days. Ask an administrator for a new one.',
    field: 'body.token',
  })
}
