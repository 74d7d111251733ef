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
})
afterAll(() => {
  proxy.close()
  served.close()
})

interface Counted {
  asked: number
  tokens: number
  ran: string[]
}

const read = async (at: string) =>
  (await (await fetch(`${served.url}/api/v1${at}`, { headers: { authorization: `Bearer ${served.key}` } })).json()) as {
    items: Record<string, unknown>[]
  }

async function play(name: string): Promise<Counted> {
  proxy.breakBy(approveAll(served))
  const script = path.resolve(import.meta.dirname, '../python/conformance/real_runs.py')
  const agent = startAgent([python ?? '', script, name], {
    HOLDPOINT_URL: proxy.url,
    HOLDPOINT_API_KEY: served.key,
    HOLDPOINT_JOURNAL: mkdtempSync(path.join(tmpdir(), 'holdpoint-real-runs-')),
    RUN_ID: name,
  })
  return (await agent.ready()) as unknown as Counted
}

test.each([
  ['CrewAI', 'crewai_sequential'],
  ['CrewAI', 'crewai_hierarchical'],
  ['CrewAI', 'crewai_flow'],
  ['AutoGen', 'autogen_round_robin'],
  ['AutoGen', 'autogen_selector'],
  ['AutoGen', 'autogen_swarm'],
])(
  '%s: what Holdpoint says of the run %s is what the model and the tool have counted',
  async (framework, name) => {
    if (!everything || !installed(framework)) return
    const { asked, tokens, ran } = await play(name)
    expect(ran).toEqual(['node-3'])
    const permits = (await read(`/permits?runId=${name}&limit=100`)).items
    const ofModel = permits.filter(({ step }) => step === 'llm')
    expect(ofModel).toHaveLength(asked)
    const charged = ofModel.map(permit => permit.charged as { tokens: number } | null)
    expect(charged.reduce((sum, each) => sum + (each?.tokens ?? 0), 0)).toBe(tokens)
    expect(new Set(permits.map(({ release }) => release))).toEqual(new Set(['ops-2026.11']))
    const ids = permits.flatMap(({ approvalId }) => (approvalId ? [String(approvalId)] : []))
    const approvals = await database.db.prisma.approval.findMany({ where: { id: { in: ids } } })
    expect(approvals.map(({ status }) => status)).toEqual(['executed'])
    const traces = await database.db.prisma.trace.findMany({ where: { runId: name } })
    expect(traces.map(({ agent, release }) => [agent, release])).toEqual([['ops', 'ops-2026.11']])
  },
  120_000,
)
