import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemType } from '#lib/platform/testing/problem.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { decideApproval, getApproval, listApprovals } from './index.ts'
import { type Approval, listQuery } from './schemas.ts'
import { openScene, type Scene } from './testing/test-support.ts'
import { dueSql } from './waiting/expire.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.database.drop())

const list = (query: Record<string, unknown>) => listApprovals(scene.operator, { query: listQuery.parse(query) })

async function walk(query: Record<string, unknown>, between: () => Promise<unknown> = async () => {}) {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: 7, ...query, ...(cursor ? { cursor } : {}) })
    seen.push(...page.items.map(item => item.id))
    cursor = page.nextCursor ?? undefined
    await between()
  } while (cursor)
  return seen
}

test('pages show every row once while requests arrive and are decided in between', async () => {
  const asked: Approval[] = []
  for (let i = 0; i < 40; i++) asked.push(await scene.ask({ expiresInSeconds: 600 + (i % 5) }))
  const ids = asked.map(one => one.id)
  for (const status of ['waiting', 'all', 'pending']) {
    const gone = new Set<string>()
    const seen = await walk({ status }, async () => {
      await scene.ask({ expiresInSeconds: 5 + gone.size })
      const one = asked.pop()
      if (!one) return
      gone.add(one.id)
      await decideApproval(scene.operator, {
        params: { id: one.id },
        body: { kind: 'reject', comment: 'no', expectedRevision: 1 },
      })
    })
    expect(new Set(seen).size).toBe(seen.length)
    for (const id of ids) if (!gone.has(id) && asked.some(one => one.id === id)) expect(seen).toContain(id)
  }
})

test('decided requests are listed by their last change, page by page', async () => {
  const agent = 'in order'
  const asked: Approval[] = []
  for (let i = 0; i < 5; i++) asked.push(await scene.ask({ agent }))
  for (const at of [2, 0, 4, 1, 3]) {
    scene.clock.advance(1)
    const id = asked[at]?.id ?? ''
    await decideApproval(scene.operator, {
      params: { id },
      body: { kind: 'reject', comment: 'no', expectedRevision: 1 },
    })
  }
  const expected = [3, 1, 4, 0, 2].map(at => asked[at]?.id)
  expect(await walk({ agent, status: 'decided', limit: 2 })).toEqual(expected)
  expect((await list({ agent, status: 'decided' })).items[0]?.updatedAt).toBe(
    (await list({ agent, status: 'rejected' })).items.find(item => item.id === expected[0])?.decision?.at,
  )
})

test('filters narrow the list, alone and together; the count is of waiting requests that match, whatever status is listed', async () => {
  await scene.ask({ agent: 'a1', environment: 'staging', tool: 'send_notification' })
  const other = await scene.ask({ agent: 'a1', environment: 'production', tool: 'modify_production' })
  await decideApproval(scene.operator, {
    params: { id: other.id },
    body: { kind: 'reject', comment: 'no', expectedRevision: 1 },
  })
  const found = async (query: Record<string, unknown>) =>
    (await list(query)).items.map(item => `${item.tool} ${item.environment} ${item.status}`)
  expect(await found({ agent: 'a1' })).toHaveLength(2)
  expect(await found({ agent: 'a1', status: 'rejected' })).toEqual(['modify_production production rejected'])
  expect(await found({ agent: 'a1', environment: 'staging' })).toEqual(['send_notification staging pending'])
  expect(await found({ tool: 'modify_production', status: 'waiting' })).toEqual([])
  const waiting = async (query: Record<string, unknown>) => (await list(query)).waiting
  expect(await waiting({ status: 'rejected' })).toBe((await walk({ status: 'waiting' })).length)
  expect(await waiting({ agent: 'a1', status: 'rejected' })).toBe(1)
  expect(await waiting({ agent: 'nobody' })).toBe(0)
})

test('a cursor of another list, or an invented one, is invalid', async () => {
  const { nextCursor } = await list({ status: 'all', limit: 1 })
  expect(await problemType(list({ status: 'waiting', cursor: nextCursor }))).toBe('invalid')
  for (const cursor of ['7', 'x', Buffer.from('["expires","now",1]').toString('base64url')])
    expect(await problemType(list({ status: 'waiting', cursor }))).toBe('invalid')
})

test('large arguments are cut in lists and complete in the single read', async () => {
  const text = `${'x'.repeat(100_000)} the end`
  const asked = await scene.ask({
    agent: 'writer", "arguments":',
    arguments: { text, target: 'db-1', zap: { cascade: true } },
  })
  const item = (await list({ agent: 'writer", "arguments":' })).items[0]
  expect(item).toMatchObject({
    arguments: null,
    summary: expect.stringMatching(/^target: db-1 · zap.cascade: true · /),
  })
  expect(item?.summary.length).toBeLessThanOrEqual(300)
  // As a row from before summaries were stored.
  await scene.database.db.pool.query('update approval set summary = null where id = $1', [asked.id])
  const old = (await list({ agent: 'writer", "arguments":' })).items[0]
  expect(old?.summary).toMatch(/^\{"target":"db-1","text":"xxx/)
  expect((await getApproval(scene.operator, { params: { id: asked.id }, query: {} })).arguments).toMatchObject({ text })
})

test('decided requests are found by decision, by decider and by requester', async () => {
  const agent = 'decided in many ways'
  const [approved, rejected, byOther] = [
    await scene.ask({ agent }),
    await scene.ask({ agent }),
    await scene.ask({ agent }),
  ]
  await scene.approve(approved)
  const reject = { kind: 'reject', comment: 'no', expectedRevision: 1 } as const
  await decideApproval(scene.operator, { params: { id: rejected.id }, body: reject })
  const person = { kind: 'user', id: 'usr_grace', label: 'Grace', role: 'operator', sessionId: 'ses_grace' } as const
  await seedSession(scene.database.db, person)
  const grace = scene.as(person)
  await decideApproval(grace, { params: { id: byOther.id }, body: reject })
  const found = async (query: object) =>
    new Set((await list({ agent, status: 'decided', ...query })).items.map(one => one.id))
  expect(await found({ decision: 'approve' })).toEqual(new Set([approved.id]))
  expect(await found({ decision: 'reject' })).toEqual(new Set([rejected.id, byOther.id]))
  expect(await found({ decidedBy: 'me' })).toEqual(new Set([approved.id, rejected.id]))
  expect(await found({ decidedBy: 'gra' })).toEqual(new Set([byOther.id]))
  expect(await found({ decidedBy: 'usr_grace', decision: 'approve' })).toEqual(new Set())
})

test('similar decisions count what people decided about this tool of this agent in thirty days', async () => {
  const past = { agent: 'repeater', tool: 'modify_production' }
  for (const kind of ['approve', 'reject', 'respond'] as const) {
    const one = await scene.ask(past)
    scene.clock.advance(1)
    await decideApproval(scene.operator, {
      params: { id: one.id },
      body: { kind, comment: `as ${kind}`, expectedRevision: 1 },
    })
  }
  const now = await scene.ask(past)
  expect((await getApproval(scene.operator, { params: { id: now.id }, query: {} })).similar).toMatchObject({
    approved: 1,
    rejected: 2,
    last: { kind: 'respond', by: scene.operator.actor.label, comment: 'as respond' },
  })
  scene.clock.advance(31 * 86_400)
  expect((await getApproval(scene.operator, { params: { id: now.id }, query: {} })).similar).toEqual({
    approved: 0,
    rejected: 0,
    last: null,
  })
})

test('with a hundred thousand decided, the sweep and the inbox read only what is open', {
  timeout: 60_000,
}, async () => {
  const { pool } = scene.database.db
  await pool.query(
    `insert into approval (project_id, id, status, revision, tool, agent, environment, subject, digest, original_arguments, risk, declared_risk, reasons,
       policy_version, allowed_decisions, requested_by, requester_label, requested_at, expires_at, updated_at)
     select 'p' || n % 7, 'old' || n, 'executed', 3, 't', 'a', 'staging', '{}', 'd', '{}', 'normal', 'normal', '[]', 'v', '{}', 'k', 'k',
       now() - n * interval '1 s', now(), now() from generate_series(1, 100000) n`,
  )
  await pool.query('analyze approval')
  const plan = async (text: string, values: unknown[]) =>
    JSON.stringify((await pool.query(`explain (format json) ${text}`, values)).rows)
  const sweep = await plan(dueSql, [new Date().toISOString()])
  expect(sweep).toContain('approval_expiring')
  expect(sweep).toContain('approval_lapsing')
  expect(sweep).not.toContain('Seq Scan')
  const open = await plan(
    "select id from approval where project_id = $1 and status in ('pending', 'unknown') order by expires_at, id limit 51",
    ['default'],
  )
  expect(open).toContain('approval_open')
  expect(open).not.toContain('"Sort"')
})
