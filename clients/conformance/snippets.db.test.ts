import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { curlApproval, snippetsOf } from '#components/docs/snippets.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { nodeAdapters } from './node.ts'
import { approveAll } from './person.ts'
import { openProxy } from './proxy.ts'
import { findPython, pythonAdapters } from './python.ts'
import { type Served, serve } from './server.ts'
import { runSnippet } from './snippet-process.ts'

const database = givenDatabase({ use: true })
const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8')
const everything = process.env.HOLDPOINT_CONFORMANCE === 'all'
const python = findPython()
const installed = [...(python === null ? [] : pythonAdapters(python)), ...nodeAdapters()]
  .filter(each => each.installed)
  .map(({ name }) => name)
const snippets = snippetsOf(read('docs/frameworks.md'))
const withoutFrameworks = ['TypeScript', 'Traces from TypeScript', ...(python === null ? [] : ['Python'])]
const needs = (label: string) => (label === 'Traces from Python' ? 'CrewAI' : label)
const playable = snippets.filter(
  ({ label }) => withoutFrameworks.includes(label) || (everything && installed.includes(needs(label))),
)

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

test('there is code for each framework, and the README shows only code of the guide', () => {
  const ids = snippets.map(({ id }) => id)
  expect(ids.slice(0, 4)).toEqual(['crewai', 'autogen', 'langchain', 'langgraph'])
  expect(ids).toEqual(expect.arrayContaining(['openai-agents', 'pydantic-ai', 'mcp', 'vercel-ai-sdk', 'typescript']))
  const shown = [...read('README.md').matchAll(/^```(?:python|ts)\n([\s\S]+?)\n```/gm)].map(([, code]) => code)
  expect(shown.length).toBeGreaterThanOrEqual(3)
  expect(snippets.map(({ code }) => code)).toEqual(expect.arrayContaining(shown))
})

// Most of a snippet is the import of its framework.
test.concurrent.each(playable)(
  '$label: the code of the guide does what it says',
  async snippet => {
    const traces = snippet.id.startsWith('traces-')
    const ran = await runSnippet(snippet, python ?? '', {
      HOLDPOINT_URL: proxy.url,
      HOLDPOINT_API_KEY: served.key,
      HOLDPOINT_TIMEOUT: '60',
      OTEL_EXPORTER_OTLP_ENDPOINT: `${served.url}/api/otlp`,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${served.key}`,
    })
    expect(ran.deleted, `it was refused: ${ran.refused}`).toEqual(traces ? [] : ['node-3'])
    const name = `hello from ${snippet.language === 'ts' ? 'typescript' : 'python'}`
    if (traces) expect(await database.db.prisma.span.count({ where: { name } })).toBe(1)
  },
  300_000,
)

test('the commands for curl ask, wait, claim and report', async () => {
  const [ask = '', ...rest] = curlApproval(proxy.url, served.key)
    .split(/\n(?=#|curl)/)
    .filter(line => line.startsWith('curl'))
  const shell = async (line: string) =>
    JSON.parse((await promisify(execFile)('bash', ['-c', line.replace('curl', 'curl -s')])).stdout)
  let known: Record<string, unknown> = await shell(ask)
  const [id, digest] = [known.id, known.digest]
  for (const line of rest)
    known = await shell(
      line.replace('<id>', String(id)).replace('<digest>', String(digest)).replace('<claimId>', String(known.claimId)),
    )
  const { status } = await database.db.prisma.approval.findFirstOrThrow({ where: { id: String(id) } })
  expect(status).toBe('executed')
})
