import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { startAgent } from './agent-process.ts'
import { approveAll } from './person.ts'
import { openProxy } from './proxy.ts'
import { findPython, pythonAdapters } from './python.ts'
import { type Served, serve } from './server.ts'

const database = givenDatabase({ use: true })
const python = findPython()
const installed = (name: string) =>
  python !== null && pythonAdapters(python).some(each => each.name === name && each.installed)
const everything = process.env.HOLDPOINT_CONFORMANCE === 'all'
let served: Served
let proxy: Awaited<ReturnType<typeof openProxy>>

beforeAll(async () => {
  served = await serve(database.db)
  proxy = await openProxy(served.url)
  proxy.breakBy(approveAll(served))
  await limit()
})
afterAll(() => {
  proxy.close()
  served.close()
})

interface Counted {
  asked: number
  tokens: number
  ran: string[]
  /** Why it ended early. */
  ended: string | null
}

const read = async (at: string) =>
  (await (await fetch(`${served.url}/api/v1${at}`, { headers: { authorization: `Bearer ${served.key}` } })).json()) as {
    items: Record<string, unknown>[]
  }

/** What the person has set for the agents that are to be stopped. */
async function limit() {
  const put = async (at: string, method: string, body: object) => {
    const headers = { 'content-type': 'application/json', ...served.person.headers }
    const answer = await fetch(`${served.url}/api/v1${at}`, { method, headers, body: JSON.stringify(body) })
    expect([at, answer.status]).toEqual([at, expect.toBeOneOf([200, 201])])
  }
  await put('/budgets/one-call', 'PUT', { kind: 'run', agent: 'ops-short', llmCalls: 1 })
  const window = { kind: 'count', size: 10, minimumCalls: 5, failureRate: 0.5 }
  await put('/breakers/deleting', 'PUT', { scope: { agent: 'ops-broken', tool: 'delete_resource' }, window })
  await put('/breakers/deleting/force-open', 'POST', { reason: 'The cluster is being moved.' })
}

async function checkWhole(run: string, { asked, tokens, ran, ended }: Counted) {
  expect([ran, ended]).toEqual([['node-3'], null])
  const permits = (await read(`/permits?runId=${run}&limit=100`)).items
  const ofModel = permits.filter(({ step }) => step === 'llm')
  expect(ofModel).toHaveLength(asked)
  const charged = ofModel.map(permit => permit.charged as { tokens: number } | null)
  expect(charged.reduce((sum, each) => sum + (each?.tokens ?? 0), 0)).toBe(tokens)
  expect(new Set(permits.map(({ release }) => release))).toEqual(new Set(['ops-2026.11']))
  const ids = permits.flatMap(({ approvalId }) => (approvalId ? [String(approvalId)] : []))
  const approvals = await database.db.prisma.approval.findMany({ where: { id: { in: ids } } })
  expect(approvals.map(({ status }) => status)).toEqual(['executed'])
  const traces = await database.db.prisma.trace.findMany({ where: { runId: run } })
  expect(traces.map(({ agent, release }) => [agent, release])).toEqual([['ops', 'ops-2026.11']])
}

/** Denied steps of a run, by what has denied them. */
const denied = async (run: string) =>
  (await database.db.prisma.permit.findMany({ where: { runId: run, status: 'refused' } })).map(({ rule }) => rule)

const runsOf = {
  CrewAI: ['crewai_sequential', 'crewai_hierarchical', 'crewai_flow'],
  AutoGen: ['autogen_round_robin', 'autogen_selector', 'autogen_swarm'],
}

const playable = (framework: string) => everything && installed(framework)
const frameworks = Object.entries(runsOf)

test.skip.each(frameworks.filter(([framework]) => !playable(framework)))('%s is not played here', () => undefined)

// A framework is as long at its imports as at its runs.
test.concurrent.each(frameworks.filter(([framework]) => playable(framework)))(
  '%s: what Holdpoint says of whole runs is what the model and the tool have counted; a budget and a breaker stop them',
  async (framework, kinds) => {
    const [first = ''] = kinds
    const [short, broken] = [`${framework}-short`, `${framework}-broken`]
    const script = path.resolve(import.meta.dirname, '../python/conformance/real_runs.py')
    const plan = kinds.map(kind => `${kind}:ops:${kind}`)
    const agent = startAgent(
      [python ?? '', script, ...plan, `${first}:ops-short:${short}`, `${first}:ops-broken:${broken}`],
      {
        HOLDPOINT_URL: proxy.url,
        HOLDPOINT_API_KEY: served.key,
        HOLDPOINT_TIMEOUT: '60',
        HOLDPOINT_JOURNAL: mkdtempSync(path.join(tmpdir(), 'holdpoint-real-runs-')),
      },
    )
    const next = async () => (await agent.ready()) as unknown as Counted
    for (const kind of kinds) await checkWhole(kind, await next())
    const stopped = await next()
    expect(stopped).toMatchObject({ asked: 1, ran: [], ended: expect.any(String) })
    expect(await denied(short)).toContain('run-budget/llmCalls')
    const held = await next()
    expect([held.ran, held.asked > 1]).toEqual([[], true])
    expect(await denied(broken)).toEqual(['breaker'])
    const brokenBy = { runId: broken, refusedBy: 'deleting' }
    expect(await database.db.prisma.permit.count({ where: brokenBy })).toBe(1)
  },
  600_000,
)
