/**
 * A large eval run through HTTP: 10,000 scenarios × 3 criteria, each answer with its output, reported in parts of 5,000
 * rows, once as the baseline and once as the run that is compared; then what the page asks for. The goals: reported within
 * 60 s, the comparison within 1 s.
 *   npm run bench -- evals [--scenarios 10000]
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '#lib/platform/migrations/run.ts'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { addKey, startServer } from './support/permits/holdpoint.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { scenarios: { type: 'string', default: '10000' } },
})
const count = Number(values.scenarios)
const criteria = ['accuracy', 'completeness', 'actionability']
const batch = 5_000
const suite = {
  level: 'evaluation',
  scenarios: Array.from({ length: count }, (_, at) => ({ id: `case-${at}`, input: `What broke on node-${at}?` })),
}
/** A score of 0.6 to 1 that is the same for the same place. */
const scoreOf = (at: number, of: number) => 0.6 + ((at * 7919 + of * 104_729) % 400) / 1000
const rows = (less: number) =>
  suite.scenarios.flatMap(({ id }, at) =>
    criteria.map((criterion, of) => ({
      ...{ scenario: id, criterion, score: Math.max(0, scoreOf(at, of) - (at % 3 === 0 ? less : 0)) },
      ...(of === 0 ? { output: `Log rotation is off on node-${at}. `.repeat(10), durationMs: 900 + (at % 500) } : {}),
    })),
  )

const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir: folder, say: console.log })
try {
  await migrate(postgres.url)
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 })
  const key = await addKey(pool, 'ci')
  const server = await startServer(postgres.url)
  const send = async (method: string, to: string, body?: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await fetch(`${server.url}/api/v1${to}`, { method, headers, body: body && JSON.stringify(body) })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${to} answered ${response.status}: ${text.slice(0, 300)}`)
    return JSON.parse(text)
  }
  const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const began = performance.now()
    const result = await work()
    return [result, Math.round(performance.now() - began)]
  }
  const report = async (id: string, results: object[]) => {
    for (let from = 0; from < results.length; from += batch)
      await send('POST', `/eval-runs/${id}/results`, { results: results.slice(from, from + batch) })
  }
  const start = async () => (await send('POST', '/eval-runs', { suite: 'large', mode: 'mocked' })).id as string
  const [, suiteMs] = await timed(() => send('PUT', '/suites/large', suite))
  const [before, after] = [await start(), await start()]
  const [, reportMs] = await timed(() => report(before, rows(0)))
  const [, finishMs] = await timed(() => send('POST', `/eval-runs/${before}/finish`, {}))
  await send('PUT', '/suites/large/baseline', { evalRunId: before })
  await report(after, rows(0.3))
  const [, againMs] = await timed(() => report(after, rows(0.3)))
  const [verdict] = await timed(() => send('POST', `/eval-runs/${after}/finish`, {}))
  const page = (cursor: string | null = null) =>
    send('GET', `/eval-runs/compare?runs=${before},${after}&limit=200${cursor === null ? '' : `&cursor=${cursor}`}`)
  const [{ nextCursor }, compareMs] = await timed(() => page())
  const [, compareAgainMs] = await timed(() => page())
  const [, nextPageMs] = await timed(() => page(nextCursor))
  const [, verdictMs] = await timed(() => send('GET', `/eval-runs/${after}/verdict`))
  if (verdict.verdict !== 'fail') throw new Error(`the verdict is ${verdict.verdict}, and must be fail`)
  const figures = { suiteMs, reportMs, againMs, finishMs, compareMs, compareAgainMs, nextPageMs, verdictMs }
  console.table(figures)
  console.log(JSON.stringify({ bench: 'evals', scenarios: count, scores: count * criteria.length, ...figures }))
  await server.stop()
  await pool.end()
  if (reportMs > 60_000 || compareMs > 1_000) process.exitCode = 1
} finally {
  await postgres.stop()
  removeDataDir(folder)
}
