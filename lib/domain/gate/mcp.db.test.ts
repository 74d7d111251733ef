import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { POST } from '#app/api/mcp/route.ts'
import { decideApproval, listApprovals } from '#lib/domain/approvals/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { clientOf } from '#lib/platform/testing/caller.ts'
import { testContext, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { seedSession } from '#lib/platform/testing/session.ts'

const database = givenDatabase({ use: true })
const operator = (): Context => testContext(database.db, testOperator)
let headers: Record<string, string>
beforeAll(async () => {
  headers = (await clientOf(database.db, ['agent', 'read'])).headers
})
beforeEach(() => seedSession(database.db, testOperator))
afterEach(() => void vi.useRealTimers())

/** Sends the client's requests to the route itself. */
const overRoute = (input: string | URL | Request, init?: RequestInit) => {
  const request = new Request(input, init)
  if (request.method !== 'POST') return Promise.resolve(new Response(null, { status: 405 }))
  return POST(request, { params: Promise.resolve({}) })
}
let comments = 0
/** The same, counting the comments of its streams, which a client does not tell. */
async function countingComments(...asked: Parameters<typeof overRoute>) {
  const response = await overRoute(...asked)
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, on) {
      if (new TextDecoder().decode(chunk).startsWith(':')) comments += 1
      on.enqueue(chunk)
    },
  })
  return new Response(response.body?.pipeThrough(count) ?? null, response)
}
async function connect(era: 'legacy' | '2026-07-28', query = '', capabilities: ClientCapabilities = {}) {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities, ...(era === 'legacy' ? {} : { versionNegotiation: { mode: { pin: era } } }) },
  )
  const url = new URL(`http://localhost/api/mcp${query}`)
  await client.connect(new StreamableHTTPClientTransport(url, { fetch: countingComments, requestInit: { headers } }))
  return client
}
async function call(client: Client, name: string, args: Record<string, unknown>) {
  const { content, isError } = await client.callTool({ name, arguments: args })
  const [first] = content as { type: string; text: string }[]
  return { isError: isError ?? false, value: JSON.parse(first?.text ?? 'null') }
}
async function decide(tool: string, kind: 'approve' | 'reject' = 'approve') {
  for (;;) {
    const { items } = await listApprovals(operator(), { query: { status: 'pending', tool, limit: 10 } })
    const [one] = items
    if (!one) continue
    const body = { kind, comment: 'so', expectedRevision: one.revision }
    await decideApproval(operator(), { params: { id: one.id }, body })
    return one.id
  }
}

test.each(['legacy', '2026-07-28'] as const)('%s: asks, waits, claims once and reports', async era => {
  const client = await connect(era)
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['permission_prompt', 'request_approval', 'claim_approval', 'ask_permit', 'get_trace']),
  )
  const tool = `send_notification_${era}`
  const ask = { agent: 'mcp', tool, arguments: { to: 'all' }, environment: 'staging', toolCallId: 'call-1' }
  const first = await call(client, 'request_approval', ask)
  const again = await call(client, 'request_approval', ask)
  expect(again.value.id).toBe(first.value.id)
  const waiting = call(client, 'await_approval', { id: first.value.id, wait: 30 })
  await decide(tool)
  const { value } = await waiting
  expect(value).toMatchObject({ status: 'approved' })
  const claim = { id: value.id, digest: value.digest }
  const { value: claimed } = await call(client, 'claim_approval', claim)
  expect(claimed).toMatchObject({ effectiveArguments: { to: 'all' } })
  expect(await call(client, 'claim_approval', claim)).toMatchObject({
    isError: true,
    value: { type: 'already-claimed' },
  })
  const outcome = { id: value.id, claimId: claimed.claimId, status: 'executed', result: 1 }
  expect((await call(client, 'report_outcome', outcome)).value).toMatchObject({ status: 'executed' })
  await client.close()
})

test('the permission prompt waits for a person, and answers again after a lost answer', async () => {
  const client = await connect('legacy', '?environment=staging&agent=coder')
  const prompt = (id: string, tool: string) =>
    call(client, 'permission_prompt', { tool_name: tool, input: { resource: 'node-3' }, tool_use_id: id })
  expect((await prompt('toolu_0', 'Read')).value).toEqual({ behavior: 'allow', updatedInput: { resource: 'node-3' } })
  const asked = prompt('toolu_1', 'send_notification')
  await decide('send_notification')
  const allowed = { behavior: 'allow', updatedInput: { resource: 'node-3' } }
  expect((await asked).value).toEqual(allowed)
  expect((await prompt('toolu_1', 'send_notification')).value).toEqual(allowed)
  const denied = prompt('toolu_2', 'modify_production')
  await decide('modify_production', 'reject')
  expect((await denied).value).toMatchObject({ behavior: 'deny' })
  await client.close()
})

test('a fault names the field, and a missing key is 401', async () => {
  const client = await connect('2026-07-28')
  const bad = await call(client, 'ask_permit', { agent: 'mcp', runId: 'r', step: 'tool' })
  expect(bad).toMatchObject({ isError: true, value: { status: 422, field: 'body.tool' } })
  const unknown = { agent: 'mcp', runId: 'r', step: 'run', colour: 'red' }
  expect(await call(client, 'ask_permit', unknown)).toMatchObject({ isError: true, value: { field: 'body.colour' } })
  await client.close()
  const bare = new Request('http://localhost/api/mcp', { method: 'POST', body: '{}' })
  expect((await POST(bare, { params: Promise.resolve({}) })).status).toBe(401)
})

const pageOf = (id: string) => `http://localhost/approvals?id=${id}&project=default`

/** A client whose person is shown addresses, and what they answer. */
async function withPerson(action: 'accept' | 'decline', query = '') {
  const client = await connect('2026-07-28', query, { elicitation: { url: {} } })
  const shown: string[] = []
  client.setRequestHandler('elicitation/create', ({ params }) => {
    if (params.mode === 'url') shown.push(params.url)
    return { action }
  })
  return { client, shown }
}

test('a client of 2026-07-28 shows its user the address of the decision once, and then waits', async () => {
  const { client, shown } = await withPerson('accept')
  const named = { agent: 'mcp', tool: 'delete_resource', environment: 'staging', toolCallId: 'shown-1' }
  const ask = { ...named, arguments: { n: 1 } }
  const { value: asked } = await call(client, 'request_approval', ask)
  expect(shown).toEqual([])
  expect((await call(client, 'await_approval', { id: asked.id })).value.status).toBe('pending')
  expect(shown).toEqual([])
  const waiting = call(client, 'await_approval', { id: asked.id, wait: 30 })
  await expect.poll(() => shown).toEqual([pageOf(asked.id)])
  // The answer of the person at the client opens a page and approves nothing.
  expect((await call(client, 'await_approval', { id: asked.id })).value.status).toBe('pending')
  await decide('delete_resource')
  expect((await waiting).value).toMatchObject({ status: 'approved' })
  expect((await call(client, 'await_approval', { id: asked.id, wait: 30 })).value).toMatchObject({ status: 'approved' })
  expect(shown).toHaveLength(1)
  await client.close()
})

test('the permission prompt shows it too; a user who declines gets an answer at once, and nothing is allowed', async () => {
  const prompt = { tool_name: 'send_notification', input: { to: 'all' }, tool_use_id: 'shown-2' }
  const declining = await withPerson('decline', '?agent=coder2')
  expect((await call(declining.client, 'permission_prompt', prompt)).value).toMatchObject({ behavior: 'deny' })
  expect(declining.shown).toHaveLength(1)
  const looking = await withPerson('accept', '?agent=coder2')
  const waiting = call(looking.client, 'permission_prompt', prompt)
  await expect.poll(() => looking.shown).toEqual(declining.shown)
  const id = await decide('send_notification')
  expect(looking.shown).toEqual([pageOf(id)])
  expect((await waiting).value).toEqual({ behavior: 'allow', updatedInput: { to: 'all' } })
  await Promise.all([declining.client.close(), looking.client.close()])
})

test.each(['legacy', '2026-07-28'] as const)(
  '%s: while nobody decides, the stream is kept alive and progress is told',
  async era => {
    const client = await connect(era)
    const tool = `modify_production_${era}`
    const ask = { agent: 'mcp', tool, arguments: {}, environment: 'production', toolCallId: `alive-${era}` }
    const { value: asked } = await call(client, 'request_approval', ask)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    comments = 0
    const progress: number[] = []
    const params = { name: 'await_approval', arguments: { id: asked.id, wait: 60 } }
    const waiting = client.callTool(params, { onprogress: told => progress.push(told.progress) })
    await vi.waitFor(
      () => {
        vi.advanceTimersByTime(15_000)
        expect(comments).toBeGreaterThan(1)
        expect(progress.slice(0, 2)).toEqual([1, 2])
      },
      { timeout: 20_000 },
    )
    await decide(tool)
    const [text] = (await waiting).content as { text: string }[]
    expect(JSON.parse(text?.text ?? '')).toMatchObject({ status: 'approved' })
    await client.close()
  },
)
