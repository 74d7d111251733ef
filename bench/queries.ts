/**
 * What the questions of pages take over many spans, beside the same over few: p50 and p95 of each, and how many times as long.
 *   npm run bench -- queries [--spans 10000000] [--beside 100000] [--only <words>] [--keep <folder> | --server <url>]
 * Both databases are filled over 30 days by SQL (bench/support/fill), in one PostgreSQL, and asked in turn. With --keep
 * they stay in a folder for the next run, with --server in that PostgreSQL: filling ten million spans takes half an hour.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { cases } from './support/queries/cases.ts'
import { filled, projectId } from './support/queries/database.ts'
import { measure } from './support/queries/measure.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    spans: { type: 'string', default: '10000000' },
    beside: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '20' },
    keep: { type: 'string' },
    server: { type: 'string' },
    only: { type: 'string', default: '' },
  },
})
const range = { from: '2026-10-29', days: 30 }
const ends = { from: `${range.from}T00:00:00Z`, to: '2026-11-28T00:00:00Z' }

const folder =
  values.keep === undefined ? mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-')) : path.resolve(values.keep)
const start = () => startEmbeddedPostgres({ dataDir: folder, fast: true, say: console.log })
const postgres = values.server === undefined ? await start() : null
const server = values.server ?? postgres?.url ?? ''
try {
  const few = await filled(server, Number(values.beside), range)
  const many = await filled(server, Number(values.spans), range)
  const rows = []
  for (const one of cases(ends).filter(({ name }) => name.includes(values.only))) {
    const [small, large] = await measure(one, [few, many], projectId, Number(values.runs))
    if (!small || !large) throw new Error('two databases give two times')
    rows.push({
      question: one.name,
      'few p50': small.p50,
      'few p95': small.p95,
      'many p50': large.p50,
      'many p95': large.p95,
      ratio: Math.round((large.p50 / small.p50) * 100) / 100,
    })
  }
  console.table(rows)
  console.log(
    JSON.stringify({
      bench: 'queries',
      few: Number(values.beside),
      many: Number(values.spans),
      days: range.days,
      rows,
    }),
  )
  await Promise.all([few.close(), many.close()])
} finally {
  await postgres?.stop()
  if (values.keep === undefined) removeDataDir(folder)
}
