import { auditDenied } from '#lib/platform/audit/denied.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { forgetSessions, sessionMaxSeconds } from '#lib/platform/auth/sessions.ts'
import type { Actor, Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Role } from '#lib/shared/permissions.ts'
import { activeMemberships } from '../members/members.ts'
import { verifyPassword } from '../passwords/passwords.ts'
import { admitAttempt, forgiveAttempts } from '../passwords/throttle.ts'
import { normaliseEmail } from '../rules.ts'
import { endSessions } from './end-sessions.ts'

interface SignedIn {
  id: string
  email: string
  name: string
  sessionId: string
}

interface Account {
  id: string
  email: string
  name: string
  passwordHash: string
  /** Of projects that they may still use, the first joined first. */
  memberships: { projectId: string; role: string }[]
}

/**
 * Checks e-mail and password and opens a session. Null for any wrong pair: unknown, disabled and mistyped look alike.
 * Throws 429 `too-many-attempts`. Every attempt is audited (a flood in sums); of those that the throttle turns away, the first of a window.
 */
export async function signIn(
  ctx: Context,
  input: { email: string; password: string; userAgent: string | null },
): Promise<SignedIn | null> {
  const email = normaliseEmail(input.email).slice(0, 254)
  const admission = await admitAttempt(ctx.db, email, ctx.address)
  if (admission.first) await denied(ctx, await findAccount(ctx, email), 'too many attempts')
  if (admission.problem) throw admission.problem
  const account = await findAccount(ctx, email)
  const right = await verifyPassword(account?.passwordHash ?? null, input.password.slice(0, 1_000))
  const home = account?.memberships[0]
  if (!account || !right || home === undefined) {
    await denied(ctx, account, denialReason(account, right))
    return null
  }
  const actor = { kind: 'user' as const, id: account.id, label: account.name, role: home.role as Role }
  return openSession({ ...ctx, projectId: home.projectId }, account, actor, input.userAgent)
}

const findAccount = ({ db }: Context, email: string) =>
  db.prisma.user.findUnique({ where: { email }, include: { memberships: activeMemberships } })

function denialReason(account: Account | null, right: boolean): string {
  if (!account) return 'unknown account'
  if (!right) return 'wrong password'
  return 'member of no project, or deactivated in all'
}

type Person = Omit<Extract<Actor, { kind: 'user' }>, 'sessionId'>

/** Its audit entry stands in the project that the person joined first. */
async function openSession(
  ctx: Context,
  account: Account,
  person: Person,
  userAgent: string | null,
): Promise<SignedIn> {
  const sessionId = newId('ses')
  const actor = { ...person, sessionId }
  await transaction(ctx.db, async tx => {
    const expiresAt = new Date((await ctx.clock.now(tx)).getTime() + sessionMaxSeconds * 1000)
    const from = { address: ctx.address, userAgent: userAgent?.slice(0, 300) ?? null }
    await tx.prisma.userSession.create({ data: { id: sessionId, userId: account.id, expiresAt, ...from } })
    // The cookie of the session this browser had is overwritten: nobody could end it any more.
    if (ctx.actor.kind === 'user') await endSessions(tx, ctx, { userId: ctx.actor.id, sessionId: ctx.actor.sessionId })
    await forgiveAttempts(tx, account.email, ctx.address)
    await audit(tx, { ...ctx, actor }, { action: 'session.created', object: { type: 'session', id: sessionId } })
  })
  if (ctx.actor.kind === 'user') forgetSessions()
  return { id: account.id, email: account.email, name: account.name, sessionId }
}

/** Names the account that was tried. An address that belongs to none is not kept: people type passwords into the wrong field. */
const denied = (ctx: Context, account: Account | null, reason: string) =>
  auditDenied(account?.memberships[0] ? { ...ctx, projectId: account.memberships[0].projectId } : ctx, {
    action: 'session.created',
    object: { type: 'user', id: account?.id ?? 'unknown' },
    reason,
    ...(account ? { evidence: { account: account.email } } : {}),
  })
