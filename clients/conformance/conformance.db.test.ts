import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { nodeAdapters } from './node.ts'
import { findPython, pythonAdapters } from './python.ts'
import { type Cell, openAdapter } from './run-cell.ts'
import { scenarios } from './scenarios.ts'
import { type Served, serve } from './server.ts'
import { writeTable } from './table.ts'

const database = givenDatabase({ use: true })
const python = findPython()
// `npm test` plays the clients themselves; `npm run conformance` every framework that is installed.
const everything = process.env.HOLDPOINT_CONFORMANCE === 'all'
const known = [...(python === null ? [] : pythonAdapters(python)), ...nodeAdapters()]
const adapters = known.filter(({ always }) => everything || always)
const cells: Cell[] = []
let served: Served

beforeAll(async () => {
  served = await serve(database.db)
})
afterAll(() => {
  served.close()
  writeTable(cells)
})

if (python === null) test.skip('conformance: there is no Python 3.10 or newer on this machine', () => undefined)

describe.each(adapters)('$name', adapter => {
  const opened = () => openAdapter(adapter, served, database.db)
  test.skipIf(!adapter.installed)(
    `the tool runs exactly as often as allowed, with the approved arguments`,
    async () => {
      const running = await opened()
      try {
        for (const scenario of scenarios) cells.push(await running.run(scenario))
      } finally {
        running.close()
      }
      const of = cells.filter(cell => cell.adapter === adapter.name)
      expect(of.filter(({ result }) => result === 'FAILED')).toEqual([])
      expect(of).toHaveLength(scenarios.length)
    },
    240_000,
  )
})
