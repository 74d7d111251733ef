import { keyHash } from '#lib/platform/auth/api-keys.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCall, AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf, clientOf } from '#lib/platform/testing/caller.ts'
import { hashPassword } from './passwords/passwords.ts'

const password = 'correct horse battery'
let passwordHash: Promise<string> | undefined

async function admin(db: Database) {
  passwordHash ??= hashPassword(password)
  return browserOf(db, 'admin', await passwordHash)
}

async function onMember(db: Database, set = 'disabled_at = null'): Promise<AuditedCall> {
  const member = await browserOf(db, 'viewer')
  await db.pool.query(`update membership set ${set} where user_id = $1`, [member.id])
  return { by: await admin(db), params: { id: member.id } }
}

async function linkToken(db: Database): Promise<string> {
  const member = await browserOf(db, 'viewer')
  await db.pool.query('delete from user_session where user_id = $1', [member.id])
  await db.pool.query(
    "insert into password_link (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
    [keyHash(`token-${member.id}`), member.id],
  )
  return `token-${member.id}`
}

export const auditedCalls: AuditedCalls = {
  'access.setup': async db => {
    await db.pool.query(
      `insert into instance_state (id, setup_token_hash) values (1, $1)
       on conflict (id) do update set setup_at = null, setup_token_hash = excluded.setup_token_hash`,
      [keyHash('setup-token')],
    )
    const email = `${Date.now()}@example.test`
    return { by: null, body: { token: 'setup-token', email, name: 'Ada', password } }
  },
  'access.signOutEverywhere': async db => ({ by: await admin(db) }),
  'access.createKey': async db => ({ by: await admin(db), body: { name: 'k', scopes: ['read'] } }),
  'access.revokeKey': async db => ({ by: await admin(db), params: { id: (await clientOf(db, ['agent'])).id } }),
  'access.reauthenticate': async db => ({ by: await admin(db), body: { password } }),
  'access.changePassword': async db => ({
    by: await admin(db),
    body: { currentPassword: password, newPassword: 'another horse battery' },
  }),
  'access.revokeSession': async db => {
    const by = await admin(db)
    return { by, params: { id: String(by.sessionId) } }
  },
  'access.addMember': async db => ({
    by: await admin(db),
    body: { email: `m${Date.now()}@example.test`, name: 'Grace', role: 'lead' },
  }),
  'access.changeRole': async db => ({ ...(await onMember(db)), body: { role: 'lead' } }),
  'access.deactivateMember': async db => ({ ...(await onMember(db)), also: ['session.revoked'] }),
  'access.reactivateMember': db => onMember(db, 'disabled_at = now()'),
  'access.signOutMember': db => onMember(db),
  'access.createPasswordLink': db => onMember(db),
  'access.acceptLink': async db => ({ by: null, body: { token: await linkToken(db), password } }),
}
