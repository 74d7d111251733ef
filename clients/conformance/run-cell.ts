import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expireDue } from '#lib/domain/approvals/waiting/expire.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { type Agent, startAgent, type Told } from './agent-process.ts'
import type { Hosts } from './host-process.ts'
import { decide } from './person.ts'
import { openProxy } from './proxy.ts'
import { asked, type Scenario } from './scenarios.ts'
import type { Served } from './server.ts'

/** A framework with the client in it, and how its process is started. */
export interface Adapter {
  name: string
  command: readonly string[]
  /** Where the process is a host for several agents: its framework, and which driver plays. */
  hosted?: { framework: string; driver: string }
  /** Whether `npm test` plays it too. */
  always: boolean
  installed: boolean
}

export type Cell = { adapter: string; scenario: string; result: 'held' | 'impossible' | 'FAILED'; why: string }

/** Several adapters are played at once, each as an agent of its own. */
const agentOf = ({ name }: Adapter) => `ops-${name.toLowerCase().replaceAll(' ', '-')}`

/** Nothing in a scenario waits for longer than a second; what takes so long on a busy machine waits for what never comes. */
const longest = 90_000

/** Every scenario with one adapter, in one process of it while that lives. */
export async function openAdapter(adapter: Adapter, served: Served, db: Database, hosts: Hosts) {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-conformance-'))
  const proxy = await openProxy(served.url)
  const start = async (): Promise<Agent> => {
    const { command, hosted } = adapter
    const env = {
      HOLDPOINT_URL: proxy.url,
      HOLDPOINT_API_KEY: served.key,
      HOLDPOINT_JOURNAL: path.join(folder, 'journal'),
      HOLDPOINT_AGENT: agentOf(adapter),
      HOLDPOINT_TIMEOUT: '60',
    }
    if (hosted) return hosts.of(hosted.framework, command).start(hosted.driver, env)
    const own = startAgent(command, env)
    await own.ready()
    return own
  }
  let agent = await start()
  let count = 0

  const run = async (scenario: Scenario): Promise<Cell> => {
    const log = path.join(folder, `ran-${count++}`)
    let killed = false
    let late = false
    const limit = setTimeout(() => {
      late = true
      kill()
    }, longest)
    const expire = async (id: string) => {
      await db.pool.query(`update approval set expires_at = now() - interval '1 second' where id = $1`, [id])
      await expireDue(testContext(db))
    }
    const kill = () => {
      killed = true
      agent.kill()
    }
    let waiting = ''
    const fault = scenario.fault({ served, expire, kill })
    if (scenario.twist === 'cancel')
      fault.answer = ({ body, method, path: at }) => {
        if (method === 'POST' && /\/(approvals|permits)$/.test(at) && waiting === '') {
          const answer = JSON.parse(body) as { id: string; approvalId?: string }
          waiting = answer.approvalId ?? answer.id
          agent.cancel()
        }
        return body
      }
    proxy.breakBy(fault)
    const { calls = [asked], seconds = 60, twist } = scenario
    const told: Told = await agent
      .ask({ scenario: scenario.name, calls, log, url: proxy.url, seconds, twist })
      .catch(error => {
        if (!killed) throw error
        return { texts: [] }
      })
    if (scenario.twist === 'cancel' && told.impossible === undefined && !killed) {
      await decide(served, waiting, { kind: 'approve' })
      await agent.settled()
    }
    clearTimeout(limit)
    proxy.breakBy({})
    if (killed) agent = await start()
    const cell = cellOf(adapter, scenario, told, ranOf(log), await approvedOf(db, agentOf(adapter)))
    return late ? { ...cell, result: 'FAILED', why: `It took longer than ${longest / 1000} s; ${cell.why}` } : cell
  }
  return {
    run,
    close() {
      agent.end()
      proxy.close()
    },
  }
}

/** One line for each time the tool ran: its arguments. */
function ranOf(log: string): unknown[] {
  if (!existsSync(log)) return []
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as unknown)
}

/** What people have let run in the last request, as it was to run. */
async function approvedOf(db: Database, agent: string): Promise<unknown[]> {
  const rows = await db.prisma.approval.findMany({
    where: { agent, status: { in: ['executed', 'claimed'] } },
    orderBy: { requestedAt: 'desc' },
    take: 1,
  })
  return rows.map(({ subject }) => (JSON.parse(subject) as { arguments: unknown }).arguments)
}

function cellOf(adapter: Adapter, scenario: Scenario, told: Told, ran: unknown[], approved: unknown[]): Cell {
  const of = { adapter: adapter.name, scenario: scenario.name }
  if (told.impossible !== undefined) return { ...of, result: 'impossible', why: told.impossible }
  const right = scenario.ran === 'only as approved' ? (ran.length === 0 ? [] : approved) : scenario.ran
  const held = JSON.stringify(ran) === JSON.stringify(right)
  return {
    ...of,
    result: held ? 'held' : 'FAILED',
    why: `ran ${JSON.stringify(ran)}; the agent heard ${told.texts.join(' | ')}`,
  }
}
