import { auditDenied } from '#lib/platform/audit/denied.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { forgetSessions, sessionMaxSeconds } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { endSessions } from './end-sessions.ts'
import { verifyPassword } from './passwords.ts'
import { normaliseEmail } from './rules.ts'
import { admitAttempt, forgiveAttempts } from './throttle.ts'

export interface SignedIn {
  id: string
  email: string
  name: string
  sessionId: string
}

interface Account {
  id: string
  email: string
  name: string
  password_hash: string
  role: Role | null
  disabled: boolean
}

/**
 * Checks e-mail and password and opens a session. Null for any wrong pair: unknown, disabled and mistyped look alike.
 * Throws 429 `too-many-attempts`. Every attempt is audited (a flood in sums); of those the throttle refuses, the first of a window.
 */
export async function signIn(
  ctx: Context,
  input: { email: string; password: string; userAgent: string | null },
): Promise<SignedIn | null> {
  const email = normaliseEmail(input.email).slice(0, 254)
  const sql = poolSql(ctx.db)
  const admission = await admitAttempt(sql, email, ctx.address)
  if (admission.firstRefusal) await denied(ctx, null, 'too many attempts')
  if (admission.refusal) throw admission.refusal
  const [account] = await sql.query<Account>(
    `select u.id, u.email, u.name, u.password_hash, u.disabled_at is not null as disabled, m.role
     from app_user u left join membership m on m.user_id = u.id and m.project_id = $2 where u.email = $1`,
    [email, ctx.projectId],
  )
  const right = await verifyPassword(account?.password_hash ?? null, input.password.slice(0, 1_000))
  if (!account || !right || account.disabled || account.role === null) {
    await denied(ctx, account?.id ?? null, denialReason(account, right))
    return null
  }
  return openSession(ctx, account, account.role, input.userAgent)
}

function denialReason(account: Account | undefined, right: boolean): string {
  if (!account) return 'unknown account'
  if (!right) return 'wrong password'
  return account.disabled ? 'account disabled' : 'no member of the project'
}

async function openSession(ctx: Context, account: Account, role: Role, userAgent: string | null): Promise<SignedIn> {
  const sessionId = newId('ses')
  const actor = { kind: 'user' as const, id: account.id, label: account.name, role, sessionId }
  await transaction(ctx.db, async tx => {
    await tx.query(
      `insert into user_session (id, user_id, expires_at, address, user_agent)
       values ($1, $2, now() + make_interval(secs => ${sessionMaxSeconds}), $3, $4)`,
      [sessionId, account.id, ctx.address, userAgent?.slice(0, 300) ?? null],
    )
    // The cookie of the session this browser had is overwritten: nobody could end it any more.
    if (ctx.actor.kind === 'user') await endSessions(tx, ctx, { userId: ctx.actor.id, sessionId: ctx.actor.sessionId })
    await forgiveAttempts(tx, account.email, ctx.address)
    await audit(tx, { ...ctx, actor }, { action: 'session.created', object: { type: 'session', id: sessionId } })
  })
  if (ctx.actor.kind === 'user') forgetSessions()
  return { id: account.id, email: account.email, name: account.name, sessionId }
}

/** The typed address is not kept: people type passwords into the wrong field. */
const denied = (ctx: Context, userId: string | null, reason: string) =>
  auditDenied(ctx, { action: 'session.created', object: { type: 'user', id: userId ?? 'unknown' }, reason })
