import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { publicKeys } from '#lib/domain/approvals/index.ts'
import { permissions } from '#lib/domain/list.ts'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { AuditedCall, AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { clientOf } from '#lib/platform/testing/caller.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { AnyContract } from '#lib/shared/contract.ts'
import { type Scope, scopes } from '#lib/shared/permissions.ts'
import { laneMatcher, loadLane } from './lane.ts'
import { contractsOf } from './openapi.ts'

process.env.HOLDPOINT_LOG_LEVEL = 'silent'

const routes = await loadLane(path.resolve(import.meta.dirname, '../../app'))
const contracts = contractsOf(routes)
const database = givenDatabase({ use: true })
beforeAll(async () => {
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

/** The calls of every domain, each from its own file. */
async function collectCalls(): Promise<AuditedCalls> {
  const domains = path.resolve(import.meta.dirname, '../domain')
  const all: AuditedCalls = {}
  for (const domain of readdirSync(domains)) {
    const file = path.join(domains, domain, 'test-audited-calls.ts')
    if (!existsSync(file)) continue
    const { auditedCalls } = (await import(pathToFileURL(file).href)) as { auditedCalls: AuditedCalls }
    const foreign = Object.keys(auditedCalls).filter(id => {
      const [owner = ''] = id.split('.')
      return owner !== domain && existsSync(path.join(domains, owner))
    })
    if (foreign.length > 0) throw new Error(`${foreign} stands in the folder of ${domain}`)
    Object.assign(all, auditedCalls)
  }
  return all
}
const calls = await collectCalls()

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body ?? {}))

async function send(contract: AnyContract, { by, params = {}, query, body }: Omit<AuditedCall, 'also'>, extra = {}) {
  const target = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'unknown')
  const found = laneMatcher(routes)(target)
  const type = typeof body === 'string' ? contract.files[0] : 'application/json'
  const request = new Request(`http://x${target}?${new URLSearchParams(query)}`, {
    method: contract.method,
    headers: { 'content-type': type ?? 'application/json', ...by?.headers, ...extra },
    body: contract.body ? textOf(body) : undefined,
  })
  const response = await found?.route.methods[contract.method]?.(request, { params: Promise.resolve(found.params) })
  return response?.status
}

/** In the audit log of one project. */
const last = async (project = 'default') => {
  const text = 'select coalesce(max(seq), 0) as seq from audit_event where project_id = $1'
  return Number((await database.db.pool.query(text, [project])).rows[0].seq)
}
async function rowsAfter(seq: number, project = 'default'): Promise<string[]> {
  const { rows } = await database.db.pool.query(
    `select case outcome when 'ok' then action else outcome || ' ' || action end as entry
     from audit_event where project_id = $2 and seq > $1 order by seq`,
    [seq, project],
  )
  return rows.map(row => row.entry)
}

/** Counters of attempts and stored answers change with every request; everything else only with an audit entry. */
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
  // In an order of their own: PostgreSQL may read many tables side by side.
  return JSON.stringify((await database.db.pool.query(`${parts.join(' union all ')} order by t`)).rows)
}

const successOf = ({ status, created }: AnyContract) => (created ? [status, 201] : [status])

const audited = contracts.filter(contract => contract.audit !== null)

test('every audited endpoint has a test call in its domain; one that is not audited stores records or changes nothing', () => {
  expect(Object.keys(calls).sort()).toEqual(audited.map(contract => contract.id).sort())
  const silent = contracts.filter(contract => contract.method !== 'GET' && contract.audit === null)
  expect(silent.map(contract => contract.id).sort()).toEqual([
    'alerts.preview',
    'costs.record',
    'eval-runs.report',
    'guardrails.evaluate',
    'guardrails.import',
    'guardrails.report',
    'langfuse.ingestion',
    'langfuse.media',
    'langfuse.scores',
    'metrics.query',
    'permits.ask',
    'permits.endRun',
    'permits.extend',
    'permits.outcome',
    'policies.backTest',
    'review.next',
    'scores.create',
    'shadow.report',
    'traces.send',
  ])
})

describe.each(audited.map(contract => [contract.id, contract] as const))('%s', (id, contract) => {
  const arranged = async () => (await calls[id]?.(database.db)) as AuditedCall

  test('writes its row, and no unnecessary one', async () => {
    const call = await arranged()
    const before = await last(call.projectId)
    expect(successOf(contract)).toContain(await send(contract, call))
    const rows = await rowsAfter(before, call.projectId)
    expect(rows.filter(action => action === contract.audit)).toHaveLength(1)
    expect(rows.filter(action => action !== contract.audit)).toEqual(call.also ?? [])
  })

  test('keeps its answer in the transaction that writes its row', async () => {
    if (!contract.idempotent) return
    expect(successOf(contract)).toContain(await send(contract, await arranged(), { 'idempotency-key': id }))
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

  test('is denied without the permission, which is audited too', async () => {
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
