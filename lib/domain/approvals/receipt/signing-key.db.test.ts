import { compactVerify, createLocalJWKSet } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseClock } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { forget } from '#lib/platform/registry.ts'
import { testKey, testOperator } from '#lib/platform/testing/database.ts'
import { problemType } from '#lib/platform/testing/problem.ts'
import { claimApproval, decideApproval, publicKeys, requestApproval, rotateSigningKey } from '../index.ts'
import { openScene, type Scene } from '../testing/test-support.ts'
import { activeKey } from './signing-key.ts'

process.env.HOLDPOINT_LOG_LEVEL = 'silent'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.database.drop())

const admin = () => scene.as(Object.assign({ ...testOperator }, { role: 'admin' as const }), databaseClock)
const sql = <T>(text: string) => poolSql(scene.database.db).query<T>(text)
const kidNow = async () => (await activeKey(scene.database.db)).kid

async function receipt(): Promise<string> {
  const [agent, operator] = [scene.as(testKey, databaseClock), scene.as(testOperator, databaseClock)]
  const asked = await requestApproval(agent, {
    body: {
      agent: 'a',
      tool: 'send_notification',
      arguments: {},
      environment: 'production',
    },
  })
  await decideApproval(operator, { params: { id: asked.id }, body: { kind: 'approve', expectedRevision: 1 } })
  return (await claimApproval(agent, { params: { id: asked.id }, body: { digest: asked.digest } })).receipt
}

/** Verifies as somebody who has nothing but the published keys. */
const verify = async (token: string) => compactVerify(token, createLocalJWKSet(await publicKeys(scene.database.db)))

async function underSecret<T>(secret: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.HOLDPOINT_SECRET
  process.env.HOLDPOINT_SECRET = secret
  forget('secrets')
  try {
    return await work()
  } finally {
    process.env.HOLDPOINT_SECRET = before
    forget('secrets')
  }
}

test('the first process creates the key, and all others sign with it', async () => {
  const kids = await Promise.all(Array.from({ length: 16 }, kidNow))
  expect(new Set(kids).size).toBe(1)
})

test('the database alone cannot sign', async () => {
  await receipt()
  const [row] = await sql<{ text: string }>('select signing_key::text as text from signing_key where active')
  expect(row?.text).toContain('"x"')
  expect(row?.text).not.toMatch(/"d"/)
})

test('after a rotation both old and new receipts are valid, and the old private key is gone', async () => {
  const before = await receipt()
  const { kid, retired } = await rotateSigningKey(admin())
  const after = await receipt()
  expect([(await verify(before)).protectedHeader.kid, (await verify(after)).protectedHeader.kid]).toEqual([
    retired,
    kid,
  ])
  expect(await sql(`select 1 from signing_key where kid = '${retired}' and private_jwe is null`)).toHaveLength(1)
})

test('of simultaneous rotations each successful one has an audit row, and one key signs', async () => {
  const answers = await Promise.all(Array.from({ length: 16 }, () => problemType(rotateSigningKey(admin()))))
  expect(answers).toContain('ok')
  expect(answers.filter(answer => answer !== 'ok' && answer !== 'rotated-meanwhile')).toEqual([])
  const rotations = answers.filter(answer => answer === 'ok').length + 1
  expect(await sql("select 1 from audit_event where action = 'signing_key.rotated'")).toHaveLength(rotations)
  expect(await sql('select 1 from signing_key')).toHaveLength(rotations + 1)
  expect(await sql('select 1 from signing_key where active')).toHaveLength(1)
})

test('a key that was sealed with another secret is replaced; what it signed stays valid', async () => {
  const before = await receipt()
  const old = await kidNow()
  await underSecret('a secret that was changed', async () => {
    const after = await receipt()
    expect((await verify(after)).protectedHeader.kid).not.toBe(old)
    expect((await verify(before)).protectedHeader.kid).toBe(old)
  })
})

test('only administrators who typed their password recently can rotate the key', async () => {
  expect(await problemType(rotateSigningKey(scene.as(testOperator, databaseClock)))).toBe('forbidden')
  await sql("update user_session set authenticated_at = now() - interval '1 hour'")
  expect(await problemType(rotateSigningKey(admin()))).toBe('reauthentication-required')
})
