import { globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { StatusTable } from '#lib/shared/status-tone.ts'
import { navigation, permissions, topics } from './list.ts'
import { domainWork } from './server-list.ts'

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const serverSide = 'jobs,needs,timeline,readiness,stops,claim-check'
/** The files of these names in the folders of the domains; a name that no domain has is a mistake of the test. */
const declaring = (names: string) =>
  names.split(',').flatMap(name => {
    const files = globSync(`*/${name}.ts`, { cwd: import.meta.dirname }).sort()
    expect([name, files.length > 0]).toEqual([name, true])
    return files
  })

test('what a domain declares is in a list', () => {
  for (const file of declaring('permissions,topics,navigation')) expect(read('list.ts')).toContain(`'./${file}'`)
  for (const file of declaring(serverSide)) expect(read('server-list.ts')).toContain(`'./${file}'`)
})

test('every domain has an index', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter(entry => entry.isDirectory())
  expect(declaring('index')).toEqual(folders.map(({ name }) => `${name}/index.ts`).sort())
})

test('no two domains take the same name, key or place', () => {
  const once = (names: readonly unknown[]) => {
    expect(names).not.toEqual([])
    expect([...new Set(names)]).toEqual(names)
  }
  const places = navigation.flatMap(({ sideBar = {}, more = [] }) => [...Object.values(sideBar).flat(), ...more])
  once(places.map(place => place.id))
  once(places.map(place => place.href))
  once(places.flatMap(place => place.goKey ?? []))
  once(domainWork.flatMap(({ jobs = [] }) => jobs.map(job => job.name)))
  once(domainWork.flatMap(({ ticks = [] }) => ticks.map(tick => tick.name)))
  // A spread in the list lets a later domain replace a name of an earlier one without a word.
  const declared = (names: string, key: RegExp) => declaring(names).flatMap(file => read(file).match(key) ?? [])
  once(declared('permissions', /(?<=^ {2}')[\w.]+(?=': \{)/gm).sort())
  once(declared('topics', /(?<=^ {2})\w+(?=: \{)/gm).sort())
})

test('each topic says what becomes stale, by contracts that exist', () => {
  for (const [topic, { permission, types, stale }] of Object.entries(topics)) {
    expect([topic, permissions[permission]]).toEqual([topic, expect.anything()])
    expect(new Set(types).size).toBe(types.length)
    for (const { queries, ofOne = {} } of stale) {
      // A domain may have queries of several names, and parts with contracts of their own: evals has suites and runs.
      const contract = globSync('**/contract.ts', { cwd: import.meta.dirname })
        .map(read)
        .filter(text => text.includes(`id: '${queries}.`) || text.includes(`plural: '${queries}'`))
        .join('\n')
      expect([topic, queries, contract !== '']).toEqual([topic, queries, true])
      for (const [id, parameter] of Object.entries(ofOne)) {
        expect(contract).toContain(`id: '${id}'`)
        expect(contract).toContain(`{${parameter}}`)
      }
    }
  }
})

test('every status of a domain has a table in its folder, and one word for one status', async () => {
  for (const file of declaring('statuses')) {
    const tables: Record<string, StatusTable> = await import(`./${path.dirname(file)}/statuses.ts`)
    expect([file, Object.keys(tables)]).toEqual([file, Object.keys(tables).filter(name => name.endsWith('Statuses'))])
    for (const table of Object.values(tables)) {
      const words = Object.values(table).map(({ label }) => label)
      expect([file, [...new Set(words)]]).toEqual([file, words])
    }
  }
})
