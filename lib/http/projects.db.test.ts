import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensurePartitions } from '#lib/domain/traces/partitions.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { browserOf, type Caller } from '#lib/platform/testing/caller.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import type { AnyContract } from '#lib/shared/contract.ts'
import { laneMatcher, loadLane } from './lane.ts'
import { contractsOf } from './openapi.ts'

process.env.HOLDPOINT_LOG_LEVEL = 'silent'

const routes = await loadLane(path.resolve(import.meta.dirname, '../../app'))
const contracts = contractsOf(routes)
const database = givenDatabase({ use: true })

/** Stands in everything that the other project holds. */
const mark = 'not-for-your-eyes'
/** Names may be the same in two projects; what they name is not. */
const slug = 'a-name-of-both'
const [traceId, spanId] = ['ab'.repeat(16), 'cd'.repeat(8)]
const asAgent = { authorization: 'Bearer hp_of_the_other_project' }
/** Ids of objects of the other project, by the path that uses them. */
const ids: Record<string, string> = {}
let insider: Caller

beforeAll(async () => {
  await ensurePartitions(database.db)
  insider = await browserOf(database.db, 'viewer')
  const sql = (text: string, values: unknown[]) => database.db.pool.query(text, values)
  await sql("insert into project (id, slug, name) values ('prj_other', 'other', $1)", [mark])
  await sql("insert into membership (project_id, user_id, role) values ('prj_other', $1, 'admin')", [insider.id])
  await sql("delete from membership where project_id = 'default' and user_id = $1", [insider.id])
  await sql('update app_user set name = $2 where id = $1', [insider.id, mark])
  await sql(
    `insert into api_key (id, project_id, hash, name, prefix, scopes)
     values ('key_other', 'prj_other', $1, $2, 'hp_other', '{ingest,agent,read,ci,admin}')`,
    [keyHash('hp_of_the_other_project'), mark],
  )
  const sent = await send('POST', '/api/otlp/v1/traces', asAgent, oneTrace())
  expect(sent.status).toBe(200)
  const asked = { agent: mark, tool: 'delete_resource', arguments: { resource: mark }, environment: mark, traceId }
  const approval = await send('POST', '/api/v1/approvals', asAgent, asked)
  expect(approval.status).toBe(201)
  Object.assign(ids, { approvals: (await approval.json()).id, keys: 'key_other', members: insider.id })
  for (const kind of ['agents', 'tools']) {
    const put = await send('PUT', `/api/v1/${kind}/${slug}`, asAgent, { description: mark })
    expect(put.status).toBe(201)
  }
  const score = await send('POST', '/api/v1/scores', asAgent, { name: mark, dataType: 'numeric', value: 0.5, traceId })
  expect(score.status).toBe(201)
})

function oneTrace() {
  const now = BigInt(Date.now()) * 1_000_000n
  const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } })
  const names = ['gen_ai.agent.name', 'session.id', 'user.id', 'gen_ai.tool.name', 'gen_ai.request.model']
  const span = {
    traceId,
    spanId,
    name: mark,
    kind: 1,
    startTimeUnixNano: String(now - 1_000_000_000n),
    endTimeUnixNano: String(now),
    attributes: [attribute('gen_ai.operation.name', 'execute_tool'), ...names.map(name => attribute(name, mark))],
  }
  const resource = { attributes: [attribute('service.name', mark), attribute('service.version', mark)] }
  return { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }
}

async function send(method: string, target: string, headers: Record<string, string>, body?: unknown) {
  const found = laneMatcher(routes)(new URL(target, 'http://x').pathname)
  const request = new Request(`http://x${target}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const handler = found?.route.methods[method]
  if (!handler) throw new Error(`nobody answers ${method} ${target}`)
  return handler(request, { params: Promise.resolve(found.params) })
}

/** Every parameter is that of something that the other project has. */
function targetOf({ path: template }: AnyContract): string {
  const list = template.split('/')[3] ?? ''
  const known: Record<string, string | undefined> = { traceId, spanId, id: ids[list] }
  return template.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? slug)
}

const range = () => ({
  from: new Date(Date.now() - 86_400_000).toISOString(),
  to: new Date(Date.now() + 60_000).toISOString(),
})

/** What the endpoints that read by a body are asked. */
function bodyOf(contract: AnyContract): unknown {
  if (contract.id === 'metrics.query') return { measures: ['spans'], by: ['agent'], ...range() }
  return contract.body ? (contract.example ?? {}) : undefined
}

const call = (contract: AnyContract, headers: Record<string, string>) =>
  send(contract.method, targetOf(contract), headers, bodyOf(contract))

describe.each(contracts.map(contract => [contract.id, contract] as const))('%s', (_, contract) => {
  test('answers 404 in a project that the person is no member of', async () => {
    const { headers } = await browserOf(database.db, 'admin')
    for (const project of ['other', 'prj_other', 'no-such-project']) {
      const answer = await call(contract, { ...headers, 'x-holdpoint-project': project })
      expect([project, answer.status, await answer.text()]).toEqual([project, 404, expect.not.stringContaining(mark)])
    }
  })

  test('reveals nothing of another project, also by its ids', async () => {
    const { headers } = await browserOf(database.db, 'admin')
    const answer = await call(contract, { ...headers, 'x-holdpoint-project': 'default' })
    const text = await answer.text()
    // A denial may repeat what was asked for.
    if (answer.ok) expect(text).not.toContain(mark)
    if (/\{(id|traceId|spanId)\}/.test(contract.path)) expect([contract.id, answer.ok]).toEqual([contract.id, false])
  })
})

test('the same questions find it in its own project', async () => {
  const found: string[] = []
  const headers = { ...insider.headers, 'x-holdpoint-project': 'other' }
  for (const contract of contracts.filter(({ method, id }) => method === 'GET' || id === 'metrics.query')) {
    const answer = await call(contract, headers)
    if (answer.ok && (await answer.text()).includes(mark)) found.push(contract.id)
  }
  const expected = ['access.listKeys', 'access.listMembers', 'access.me', 'approvals.get', 'approvals.list']
  expected.push('audit.list', 'metrics.query', 'projects.list', 'traces.get', 'traces.list', 'traces.span')
  expect(found).toEqual(expect.arrayContaining(expected))
})
