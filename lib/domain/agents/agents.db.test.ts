import { expect, test } from 'vitest'
import { getTool, listTools } from '#lib/domain/tools/index.ts'
import { toolPage, toolQuery } from '#lib/domain/tools/schemas.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan, scope } from '#lib/domain/traces/normalise/test-span.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { agentConfig } from './contract.ts'
import { archiveAgent, getAgent, listAgents, putAgent } from './index.ts'
import { agentDetail, agentPage, agentQuery } from './schemas.ts'

const database = givenDatabase()
const hour = 3_600_000_000_000n
const start = 1_760_000_000_000_000_000n - (1_760_000_000_000_000_000n % hour)

let traces = 0
interface Seen {
  agent: string
  release?: string
  framework?: string
  environment?: string
  tool?: string
  hours?: number
}
/** One trace of an agent with a call of a tool in it. */
function see(ctx: Context, { agent, release, framework, environment, tool, hours = 0 }: Seen) {
  traces += 1
  const traceId = String(traces).padStart(32, '0')
  const startTimeUnixNano = start + BigInt(hours) * hour
  const time = { traceId, startTimeUnixNano, endTimeUnixNano: startTimeUnixNano + 5_000_000n }
  const root = otlpSpan(
    {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agent,
      ...(environment ? { 'deployment.environment.name': environment } : {}),
    },
    {
      ...time,
      spanId: '1'.padStart(16, '0'),
      resource: { attributes: release ? { 'service.version': release } : {} },
      ...(framework ? scope(`openinference.instrumentation.${framework}`) : {}),
    },
  )
  const call = otlpSpan(
    { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool ?? 'look' },
    { ...time, spanId: '2'.padStart(16, '0'), parentSpanId: '1'.padStart(16, '0') },
  )
  return ingestTraces(ctx, { spans: [root, ...(tool ? [call] : [])], rejected: [] })
}

const put = (ctx: Context, slug: string, fields: object = {}) => {
  const body = agentConfig.put.body?.parse(fields)
  if (!body) throw new Error('a PUT has a body')
  return putAgent(ctx, { params: { slug }, body })
}
const list = async (ctx: Context, query: object = {}) =>
  agentPage.parse(await listAgents(ctx, { query: agentQuery.parse(query) }))
const get = async (ctx: Context, slug: string) => agentDetail.parse(await getAgent(ctx, { params: { slug } }))
const at = (hours: number) =>
  new Date(Number((start + BigInt(hours) * hour) / 1_000_000n)).toISOString().replace('Z', '000Z')

test('lists registered agents and those that only traces have shown', async () => {
  const ctx = freshProject(database.db)
  await put(ctx, 'planned', { owner: 'ada' })
  await put(ctx, 'both')
  await see(ctx, { agent: 'both', environment: 'production' })
  await see(ctx, { agent: 'found', environment: 'staging' })
  const { items, nextCursor } = await list(ctx)
  expect(items.map(({ slug, registered, seen }) => [slug, registered, seen?.environments ?? null])).toEqual([
    ['both', true, ['production']],
    ['found', false, ['staging']],
    ['planned', true, null],
  ])
  expect(nextCursor).toBeNull()
  expect(items[1]).toMatchObject({ revision: 0, owner: null, enabled: true, updatedAt: null })
})

test('shows each release with its first and last hour', async () => {
  const ctx = freshProject(database.db)
  for (const [release, hours] of [
    ['1.0', 0],
    ['1.0', 7],
    ['1.1', 9],
    ['1.1', 8],
  ] as const)
    await see(ctx, { agent: 'a', release, hours, environment: 'production' })
  await see(ctx, { agent: 'b', release: '9.9', hours: 20 })
  const agent = await get(ctx, 'a')
  expect(agent.seen).toMatchObject({ firstAt: at(0), lastAt: at(9), releases: 2, environments: ['production'] })
  expect(agent.releases.map(({ release, firstAt, lastAt }) => [release, firstAt, lastAt])).toEqual([
    ['1.1', at(8), at(9)],
    ['1.0', at(0), at(7)],
  ])
})

test('shows a release once per environment, with all its frameworks', async () => {
  const ctx = freshProject(database.db)
  for (const [framework, environment, hours] of [
    ['langchain', 'production', 1],
    ['crewai', 'production', 3],
    [undefined, 'production', 2],
    ['crewai', 'staging', 5],
  ] as const)
    await see(ctx, { agent: 'a', release: '1.0', ...(framework ? { framework } : {}), environment, hours })
  const { releases } = await get(ctx, 'a')
  expect(releases).toEqual([
    { release: '1.0', environment: 'staging', frameworks: ['crewai'], firstAt: at(5), lastAt: at(5) },
    { release: '1.0', environment: 'production', frameworks: ['crewai', 'langchain'], firstAt: at(1), lastAt: at(3) },
  ])
})

test('pages by name without losing or repeating one, and finds by a part of the name', async () => {
  const ctx = freshProject(database.db)
  const names = ['b/c', 'a', '%25', 'Z', 'é', 'support-triage', '..', 'x\u202ey', "o'neil", 'under_score']
  for (const [n, agent] of names.entries()) {
    if (n % 3 !== 0) await see(ctx, { agent })
    if (n % 3 !== 1) await put(ctx, agent)
  }
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(ctx, { limit: 3, ...(cursor && { cursor }) })
    found.push(...page.items.map(({ slug }) => slug))
    cursor = page.nextCursor
  } while (cursor)
  expect(found).toEqual([...names].sort())
  const slugs = async (text: string) => (await list(ctx, { text })).items.map(({ slug }) => slug)
  expect(await slugs('TRIAGE')).toEqual(['support-triage'])
  expect(await slugs('%')).toEqual(['%25'])
  expect(await slugs('_')).toEqual(['under_score'])
})

test('an archived entry shows only that there was one', async () => {
  const ctx = freshProject(database.db)
  await put(ctx, 'a', { owner: 'ada' })
  await archiveAgent(ctx, { params: { slug: 'a' }, query: {} })
  expect((await list(ctx)).items).toEqual([])
  expect(await get(ctx, 'a')).toMatchObject({ registered: false, owner: null, enabled: true, revision: 2, seen: null })
  await see(ctx, { agent: 'a' })
  expect((await list(ctx)).items).toMatchObject([{ slug: 'a', registered: false, revision: 2 }])
})

test('an agent without entry and traces is not found, nor one of another project', async () => {
  const [ctx, other] = [freshProject(database.db), freshProject(database.db)]
  await put(other, 'a')
  await see(other, { agent: 'a', tool: 'look' })
  await expect(get(ctx, 'a')).rejects.toMatchObject({ fields: { status: 404, type: 'not-found' } })
  await expect(getTool(ctx, { params: { slug: 'look' } })).rejects.toMatchObject({ fields: { status: 404 } })
  expect((await list(ctx)).items).toEqual([])
})

test('tools are listed with who called them and a category that their name suggests', async () => {
  const ctx = freshProject(database.db)
  await see(ctx, { agent: 'a', tool: 'query_db', hours: 1 })
  await see(ctx, { agent: 'b', tool: 'query_db', hours: 3 })
  await see(ctx, { agent: 'b', tool: 'search_kb' })
  const { items } = toolPage.parse(await listTools(ctx, { query: toolQuery.parse({}) }))
  expect(
    items.map(({ slug, effectiveCategory, registered, seen }) => [slug, effectiveCategory, registered, seen]),
  ).toEqual([
    ['query_db', 'database', false, { firstAt: at(1), lastAt: at(3), agents: ['a', 'b'] }],
    ['search_kb', 'search', false, { firstAt: at(0), lastAt: at(0), agents: ['b'] }],
  ])
})
