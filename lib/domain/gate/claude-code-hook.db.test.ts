import { beforeEach, expect, test } from 'vitest'
import { POST } from '#app/api/hooks/claude-code/route.ts'
import { decideApproval, listApprovals } from '#lib/domain/approvals/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { clientOf } from '#lib/platform/testing/caller.ts'
import { freshProject, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { seedSession } from '#lib/platform/testing/session.ts'
import { answerClaudeCode } from './claude-code-hook.ts'

const database = givenDatabase({ use: true })
let ctx: Context
beforeEach(async () => {
  ctx = freshProject(database.db)
  await seedSession(database.db, testOperator)
})

const call = { session_id: 'session-1', tool_name: 'mcp__ops__delete_resource', tool_input: { resource: 'node-3' } }
const before = (id: string, more = {}) => ({ hook_event_name: 'PreToolUse', tool_use_id: id, ...call, ...more })
const hook = (body: object, query: Record<string, string> = {}, by = ctx) =>
  answerClaudeCode(by, { query: { wait: '20', ...query }, body }).then(answer => {
    const { hookSpecificOutput } = answer as { hookSpecificOutput?: Record<string, unknown> }
    return hookSpecificOutput ?? null
  })
const query = { status: 'all' as const, limit: 50 }
const requests = async () => (await listApprovals(ctx, { query })).items
async function oneWaits() {
  for (;;) {
    const waiting = (await requests()).find(({ status }) => status === 'pending')
    if (waiting) return waiting
  }
}
async function decide(kind: 'approve' | 'reject' | 'edit', more = {}) {
  const { id, revision } = await oneWaits()
  const body = { kind, expectedRevision: revision, ...(kind === 'reject' ? { comment: 'not now' } : {}), ...more }
  await decideApproval({ ...ctx, actor: testOperator }, { params: { id }, body })
}

test('a call that is not held gets no decision and stores nothing', async () => {
  const read = { hook_event_name: 'PreToolUse', session_id: 's', tool_name: 'Read', tool_input: { file: 'a' } }
  expect(await hook(read, { environment: 'development' })).toBeNull()
  expect(await requests()).toEqual([])
})

test('a held call waits, is allowed with the arguments that a person edited, and its outcome is reported', async () => {
  const asked = hook(before('toolu_1'))
  await decide('edit', { arguments: { resource: 'node-4' } })
  expect(await asked).toMatchObject({
    hookEventName: 'PreToolUse',
    permissionDecision: 'allow',
    updatedInput: { resource: 'node-4' },
  })
  // The answer was lost: the same call is answered the same, without another claim.
  expect(await hook(before('toolu_1'))).toMatchObject({ permissionDecision: 'allow' })
  await hook({
    ...before('toolu_1'),
    hook_event_name: 'PostToolUse',
    tool_input: { resource: 'node-4' },
    tool_response: 'gone',
  })
  expect(await requests()).toMatchObject([{ status: 'executed', agent: 'claude-code' }])
})

test('a rejection names who and why', async () => {
  const asked = hook(before('toolu_1'))
  await decide('reject')
  expect(await asked).toMatchObject({
    permissionDecision: 'deny',
    permissionDecisionReason: expect.stringContaining('not now'),
  })
})

test('where nobody answers in time the call is denied; the same call under another id goes on with the same request', async () => {
  expect(await hook(before('toolu_1'), { wait: '1' })).toMatchObject({ permissionDecision: 'deny' })
  const again = hook(before('toolu_2'))
  await decide('approve')
  expect(await again).toMatchObject({ permissionDecision: 'allow' })
  expect(await requests()).toMatchObject([{ status: 'claimed' }])
})

test('two equal calls at once: one approval lets one of them run', async () => {
  const both = [hook(before('toolu_1'), { wait: '3' }), hook(before('toolu_2'), { wait: '3' })]
  await decide('approve')
  const answers = await Promise.all(both.map(one => one.then(answer => answer?.permissionDecision)))
  expect(answers.filter(answer => answer === 'allow')).toHaveLength(1)
})

test('an empty id is none: what one call has claimed lets no other run', async () => {
  const first = hook(before(''))
  await decide('approve')
  expect(await first).toMatchObject({ permissionDecision: 'allow' })
  expect(await hook(before(''), { wait: '1' })).toMatchObject({ permissionDecision: 'deny' })
})

test('a caller that disconnected claims nothing', async () => {
  const gone = new AbortController()
  const asked = hook(before('toolu_1'), {}, { ...ctx, signal: gone.signal })
  await oneWaits()
  gone.abort()
  expect(await asked).toMatchObject({ permissionDecision: 'deny' })
  await decide('approve')
  expect(await requests()).toMatchObject([{ status: 'approved' }])
})

test.each([
  ['an unknown key', { authorization: 'Bearer hp_none' }, JSON.stringify(before('x'))],
  ['no key', {}, JSON.stringify(before('x'))],
  ['no JSON', null, '{'],
  ['no tool', null, JSON.stringify({ hook_event_name: 'PreToolUse', session_id: 's' })],
])('%s is answered 200 with a denial', async (_, headers, body) => {
  const as = headers ?? (await clientOf(database.db, ['agent'])).headers
  const request = new Request('http://localhost/api/hooks/claude-code', { method: 'POST', headers: { ...as }, body })
  const response = await POST(request, { params: Promise.resolve({}) })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } })
})
