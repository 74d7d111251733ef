import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { approveAll } from './person.ts'
import { openProxy } from './proxy.ts'
import { findPython, pythonAdapters } from './python.ts'
import { type Served, serve } from './server.ts'

const database = givenDatabase({ use: true })
const everything = process.env.HOLDPOINT_CONFORMANCE === 'all'
const python = findPython()
const installed = (python === null ? [] : pythonAdapters(python)).filter(each => each.installed).map(({ name }) => name)
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/frameworks.md'), 'utf8')
/** The code under each heading. */
const snippets = [...page.matchAll(/^## (.+)\n+```python\n([\s\S]+?)```/gm)].map(([, title = '', code = '']) => ({
  title,
  code,
}))
const playable = ({ title }: { title: string }) =>
  title === 'Any Python function' ? python !== null : everything && installed.includes(title)

let served: Served
let proxy: Awaited<ReturnType<typeof openProxy>>
beforeAll(async () => {
  served = await serve(database.db)
  proxy = await openProxy(served.url)
  proxy.breakBy(approveAll(served))
})
afterAll(() => {
  proxy.close()
  served.close()
})

async function run({ title, code }: (typeof snippets)[number]): Promise<unknown> {
  const child = spawn(python ?? '', [path.resolve(import.meta.dirname, '../python/conformance/snippet.py'), title], {
    env: {
      ...process.env,
      HOLDPOINT_URL: proxy.url,
      HOLDPOINT_API_KEY: served.key,
      HOLDPOINT_JOURNAL: mkdtempSync(path.join(tmpdir(), 'holdpoint-snippets-')),
    },
  })
  child.stdin.end(code)
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  const line = output.split('\n').find(each => each.startsWith('@@'))
  if (line === undefined) throw new Error(`${title} printed nothing.\n${errors.slice(-2_000)}`)
  return JSON.parse(line.slice(2))
}

test('the page has code for each framework', () => {
  expect(snippets.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['CrewAI', 'AutoGen', 'LangChain', 'LangGraph', 'OpenAI Agents', 'Pydantic AI', 'MCP']),
  )
})

test.each(snippets.filter(playable))(
  '$title: the code of the page deletes what was approved, once',
  async snippet => {
    expect(await run(snippet)).toEqual({ deleted: ['node-3'] })
  },
  90_000,
)
