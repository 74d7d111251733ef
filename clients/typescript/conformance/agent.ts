/** A process with one framework and the client in it: as clients/python/conformance/agent.py. */
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileJournal, type Holdpoint, holdpoint } from '../src/index.ts'

export interface Line {
  calls: Record<string, unknown>[]
  log: string
  seconds: number
  twist?: 'second-path' | 'second-hook' | 'cache' | 'cancel'
}

export interface Task extends Line {
  client: Holdpoint
  /** Aborted when whoever asked goes away. */
  signal: AbortSignal
  deleteResource(args: { resource: string }): Promise<string>
}

export type Driver = (task: Task) => Promise<string[]>

const say = (line: object) => process.stdout.write(`@@${JSON.stringify(line)}\n`)
const { HOLDPOINT_AGENT: agent = '', HOLDPOINT_JOURNAL: folder = '' } = process.env

async function main(driver: Driver) {
  let abort = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  for await (const text of createInterface({ input: process.stdin })) {
    const line = JSON.parse(text) as Line | 'cancel'
    if (line === 'cancel') {
      abort.abort()
      continue
    }
    await last
    abort = new AbortController()
    last = play(driver, line, abort.signal)
  }
}

async function play(driver: Driver, line: Line, signal: AbortSignal) {
  const client = holdpoint({
    ...{ agent, environment: 'production', journal: fileJournal(folder) },
    ...{ seconds: line.seconds, patienceMs: 400 },
  })
  const deleteResource = async ({ resource }: { resource: string }) => {
    appendFileSync(line.log, `${JSON.stringify({ resource })}\n`)
    return `deleted ${resource}`
  }
  const texts = await driver({ ...line, client, signal, deleteResource })
  say({ texts: texts.map(each => String(each).slice(0, 300)) })
  if (line.twist === 'cancel') say({ settled: true })
}

const { driver } = (await import(`./drivers/${process.argv[2]}.ts`)) as { driver: Driver }
say({ ready: true })
await main(driver)
