import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { openHosts } from './host-process.ts'
import { nodeAdapters } from './node.ts'
import { findPython, pythonAdapters } from './python.ts'
import { type Cell, openAdapter } from './run-cell.ts'
import { scenarios } from './scenarios.ts'
import { type Served, serve } from './server.ts'
import { writeTable } from './table.ts'

const database = givenDatabase({ use: true })
const python = findPython()
// `npm test` plays the clients themselves; `npm run conformance` every framework that is installed.
const known = [...(python === null ? [] : pythonAdapters(python)), ...nodeAdapters()]
const everything = process.env.HOLDPOINT_CONFORMANCE === 'all'
const adapters = known.filter(({ always }) => everything || always)
const cells: Cell[] = []
const hosts = openHosts()
let served: Served

beforeAll(async () => {
  served = await serve(database.db)
})
afterAll(() => {
  hosts.close()
  served.close()
  writeTable(adapters.flatMap(({ name }) => cells.filter(({ adapter }) => adapter === name)))
})

if (python === null) test.skip('conformance: there is no Python 3.10 or newer on this machine', () => undefined)

test.skip.each(adapters.filter(({ installed }) => !installed))('$name is not installed', () => undefined)

// Most of a cell is waiting.
test.concurrent.each(adapters.filter(({ installed }) => installed))(
  '$name: the tool runs exactly as often as allowed, with the approved arguments',
  async adapter => {
    const running = await openAdapter(adapter, served, database.db, hosts)
    const own: Cell[] = []
    try {
      for (const scenario of scenarios) own.push(await running.run(scenario))
    } finally {
      running.close()
    }
    cells.push(...own)
    expect(own.filter(({ result }) => result === 'FAILED')).toEqual([])
    expect(own).toHaveLength(scenarios.length)
  },
  900_000,
)
