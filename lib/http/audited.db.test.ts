import path from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from '#lib/domain/access/passwords.ts'
import { claimApproval, publicKeys, requestApproval } from '#lib/domain/approvals/index.ts'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { browserOf, type Caller, clientOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { AnyContract } from '#lib/shared/contract.ts'
import { permissions, type Scope, scopes } from '#lib/shared/permissions.ts'
import { laneMatcher, loadLane } from './lane.ts'
import { contractsOf } from './openapi.ts'

process.env.HOLDPOINT_LOG_LEVEL = 'silent'

const routes = await loadLane(path.resolve(import.meta.dirname, '../../app'))
const contracts = contractsOf(routes)
const password = 'correct horse battery'
const database = givenDatabase({ use: true })
let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword(password)
  // Made on first use, outside of any verb.
  await publicKeys(database.db)
  await database.db.pool.query(
    `create function fail_commit() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
     create constraint trigger fail_commit after insert on audit_event deferrable initially deferred
       for each row when (new.outcome = 'ok') execute function fail_commit();
     alter table audit_event disable trigger fail_commit`,
  )
})
afterEach(() => database.db.pool.query('alter table audit_event disable trigger fail_commit'))

interface Arranged {
  by: Caller | null
  params?: Record<string, string>
  body?: unknown
  /** Rows that the change brings with it, beside its own. */
  also?: string[]
}

const admin = () => browserOf(database.db, 'admin', passwordHash)
const agent = () => clientOf(database.db, ['agent'])
const contextOf = (by: Caller) =>
  testContext(database.db, { kind: 'key', id: by.id, label: 'a key', scopes: ['agent'], agent: null, createdBy: null })

async function approval(state: 'pending' | 'approved' | 'claimed' | 'unknown') {
  const by = await agent()
  const asked = await requestApproval(contextOf(by), {
    body: {
      agent: 'triage',
      tool: 'delete_resource',
      arguments: { resource: 'node-3' },
      environment: 'production',
    },
  })
  const change = (set: string) => database.db.pool.query(`update approval set ${set} where id = $1`, [asked.id])
  if (state !== 'pending') await change("status = 'approved', decided_by = 'usr_x'")
  const claim =
    state === 'claimed' || state === 'unknown'
      ? await claimApproval(contextOf(by), { params: { id: asked.id }, body: { digest: asked.digest } })
      : null
  if (state === 'unknown') await change("status = 'unknown'")
  return { by, params: { id: asked.id }, asked, claimId: claim?.claimId ?? '' }
}

async function memberVerb(set = 'disabled_at = null'): Promise<Arranged> {
  const member = await browserOf(database.db, 'viewer')
  await database.db.pool.query(`update app_user set ${set} where id = $1`, [member.id])
  return { by: await admin(), params: { id: member.id } }
}

async function linkToken(): Promise<string> {
  const member = await browserOf(database.db, 'viewer')
  await database.db.pool.query('delete from user_session where user_id = $1', [member.id])
  await database.db.pool.query(
    "insert into password_link (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
    [keyHash(`token-${member.id}`), member.id],
  )
  return `token-${member.id}`
}

/** A call of each audited endpoint that changes something. */
const arrange: Record<string, () => Promise<Arranged>> = {
  'access.setup': async () => {
    await database.db.pool.query(
      `insert into instance_state (id, setup_token_hash) values (1, $1)
       on conflict (id) do update set setup_at = null, setup_token_hash = excluded.setup_token_hash`,
      [keyHash('setup-token')],
    )
    const email = `${Date.now()}@example.test`
    return { by: null, body: { token: 'setup-token', email, name: 'Ada', password } }
  },
  'access.signOutEverywhere': async () => ({ by: await admin() }),
  'approvals.rotateSigningKey': async () => ({ by: await admin(), body: {} }),
  'access.createKey': async () => ({ by: await admin(), body: { name: 'k', scopes: ['read'] } }),
  'access.revokeKey': async () => ({ by: await admin(), params: { id: (await agent()).id } }),
  'access.reauthenticate': async () => ({ by: await admin(), body: { password } }),
  'access.changePassword': async () => ({
    by: await admin(),
    body: { currentPassword: password, newPassword: 'another horse battery' },
  }),
  'access.revokeSession': async () => {
    const by = await admin()
    return { by, params: { id: String(by.sessionId) } }
  },
  'access.addMember': async () => ({
    by: await admin(),
    body: { email: `m${Date.now()}@example.test`, name: 'Grace', role: 'lead' },
  }),
  'access.changeRole': async () => ({ ...(await memberVerb()), body: { role: 'lead' } }),
  'access.deactivateMember': async () => ({ ...(await memberVerb()), also: ['session.revoked'] }),
  'access.reactivateMember': () => memberVerb('disabled_at = now()'),
  'access.signOutMember': () => memberVerb(),
  'access.createPasswordLink': () => memberVerb(),
  'access.acceptLink': async () => ({ by: null, body: { token: await linkToken(), password } }),
  'approvals.request': async () => ({
    by: await agent(),
    body: { agent: 'triage', tool: 'delete_resource', arguments: {}, environment: 'production' },
  }),
  'approvals.decide': async () => {
    const { params } = await approval('pending')
    return { by: await admin(), params, body: { kind: 'reject', comment: 'no', expectedRevision: 1 } }
  },
  'approvals.cancel': async () => ({ ...(await approval('pending')), body: {} }),
  'approvals.claim': async () => {
    const one = await approval('approved')
    return { ...one, body: { digest: one.asked.digest } }
  },
  'approvals.outcome': async () => {
    const one = await approval('claimed')
    return { ...one, body: { claimId: one.claimId, status: 'executed', result: 1 } }
  },
  'approvals.settle': async () => {
    const { params } = await approval('unknown')
    return { by: await admin(), params, body: { status: 'executed', note: 'seen' } }
  },
}

async function send(contract: AnyContract, { by, params = {}, body }: Omit<Arranged, 'also'>, extra = {}) {
  const target = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'unknown')
  const found = laneMatcher(routes)(target)
  const request = new Request(`http://x${target}`, {
    method: contract.method,
    headers: { 'content-type': 'application/json', ...by?.headers, ...extra },
    body: contract.body ? JSON.stringify(body ?? {}) : undefined,
  })
  const response = await found?.route.methods[contract.method]?.(request, { params: Promise.resolve(found.params) })
  return response?.status
}

const last = async () =>
  Number((await database.db.pool.query('select coalesce(max(seq), 0) as seq from audit_event')).rows[0].seq)
async function rowsAfter(seq: number): Promise<string[]> {
  const { rows } = await database.db.pool.query(
    "select case outcome when 'ok' then action else outcome || ' ' || action end as said from audit_event where seq > $1 order by seq",
    [seq],
  )
  return rows.map(row => row.said)
}

/** Counters of attempts and answered keys change by being asked; everything else only by what is audited. */
const bookkeeping = ['login_throttle', 'idempotent_request', '_prisma_migrations']
async function everything(): Promise<string> {
  const { rows } = await database.db.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition and relname <> all($1) order by relname`,
    [bookkeeping],
  )
  const parts = rows.map(
    ({ name }) => `select '${name}' as t, string_agg(r::text, E'\\n' order by r::text) from "${name}" r`,
  )
  return JSON.stringify((await database.db.pool.query(parts.join(' union all '))).rows)
}

const audited = contracts.filter(contract => contract.audit !== null)

test('every audited endpoint is arranged here, and what is not audited is a record of its own or changes nothing', () => {
  expect(audited.map(contract => contract.id).sort()).toEqual(Object.keys(arrange).sort())
  const silent = contracts.filter(contract => contract.method !== 'GET' && contract.audit === null)
  expect(silent.map(contract => contract.id).sort()).toEqual([
    'langfuse.ingestion',
    'langfuse.media',
    'langfuse.scores',
    'metrics.query',
    'scores.create',
  ])
})

describe.each(audited.map(contract => [contract.id, contract] as const))('%s', (id, contract) => {
  const arranged = async () => (await arrange[id]?.()) as Arranged

  test('writes its row, and no other that it need not', async () => {
    const call = await arranged()
    const before = await last()
    expect(await send(contract, call)).toBe(contract.status)
    const rows = await rowsAfter(before)
    expect(rows.filter(action => action === contract.audit)).toHaveLength(1)
    expect(rows.filter(action => action !== contract.audit)).toEqual(call.also ?? [])
  })

  test('keeps its answer in the transaction that writes its row', async () => {
    if (!contract.idempotent) return
    expect(await send(contract, await arranged(), { 'idempotency-key': id })).toBe(contract.status)
    const { rows } = await database.db.pool.query(
      `select r.xmin::text = (select e.xmin::text from audit_event e order by seq desc limit 1) as one
       from idempotent_request r where key = $1`,
      [id],
    )
    expect(rows).toEqual([{ one: true }])
  })

  test('changes nothing when its row cannot be written', async () => {
    const call = await arranged()
    await database.db.pool.query('alter table audit_event enable trigger fail_commit')
    const before = await everything()
    expect(await send(contract, call)).toBe(500)
    expect(await everything()).toBe(before)
  })

  test('is refused to who may not, which is a row too', async () => {
    if (contract.permission === 'instance.public') return
    const call = await arranged()
    const allowed: readonly Scope[] = permissions[contract.permission].scopes
    const stranger = await clientOf(
      database.db,
      scopes.filter(scope => !allowed.includes(scope)),
    )
    const before = await last()
    expect(await send(contract, { ...call, by: stranger })).toBe(403)
    expect(await rowsAfter(before)).toEqual([`denied ${contract.permission}`])
    expect(await send(contract, { ...call, by: null })).toBe(401)
    expect(await rowsAfter(before)).toHaveLength(1)
  })
})

test('and all of it is one chain', async () => {
  expect(await verifyChain(poolSql(database.db), 'default')).toMatchObject({ ok: true })
})
