/**
 * Permits a second through HTTP, open loop: each question is sent at its time, whether or not earlier ones were answered,
 * half of them by one hot agent; what is allowed is reported on. Beside it the same load by check-then-increment, which
 * reads a counter, compares, and counts up with the outcome. Printed are latency from the intended time, how late the
 * client itself was in sending, the CPU of a permit with its outcome, and overspend: tool calls beyond the 20 of a run.
 *   npm run bench -- permits [--rate 1000] [--seconds 10]
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '#lib/platform/migrations/run.ts'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { type Cpu, cpuOfPair } from './support/cpu.ts'
import { checkThenIncrement } from './support/permits/check-then-increment.ts'
import { addKey, overspendOf, startServer } from './support/permits/holdpoint.ts'
import { type Load, percentile, runLoad } from './support/permits/load.ts'
import { throughHttp } from './support/permits/through-http.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { rate: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '10' } },
})
const load: Load = { rate: Number(values.rate), seconds: Number(values.seconds), askedPerRun: 40 }
const limit = 20

const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir: folder, say: console.log })
try {
  await migrate(postgres.url)
  const pool = new pg.Pool({ connectionString: postgres.url, max: 16 })
  const key = await addKey(pool)
  const server = await startServer(postgres.url)
  const holdpoint = throughHttp(server.url, key)
  await runLoad({ ...load, seconds: 2 }, 'warm', holdpoint)
  const [{ postmaster } = { postmaster: 0 }] = (
    await pool.query<{ postmaster: number }>(
      "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as postmaster",
    )
  ).rows
  const before = cpuOfPair(server.pid, postmaster)
  const ours = await runLoad(load, 'ours', holdpoint)
  const after = cpuOfPair(server.pid, postmaster)
  const over = await overspendOf(pool, limit)
  await server.stop()
  const naive = await checkThenIncrement(pool, limit)
  const theirs = await runLoad(load, 'theirs', naive.client)
  const theirOver = await naive.overspend()
  await pool.end()
  const each = (part: keyof Cpu) => Math.round(((after[part] - before[part]) * 100) / ours.latencies.length) / 100
  const row = (what: string, { latencies, late, failed, allowed, ms }: typeof ours, overspend: number) => ({
    what,
    'permits/s': Math.round((latencies.length * 1000) / ms),
    allowed,
    failed,
    'p50 ms': percentile(latencies, 0.5),
    'p99 ms': percentile(latencies, 0.99),
    'sent late, p99 ms': percentile(late, 0.99),
    overspend,
  })
  const cpu = { 'CPU ms, Node': each('server'), 'CPU ms, Postgres': each('postgres') }
  const rows = [
    { ...row('Holdpoint, HTTP', ours, over), ...cpu },
    row('check-then-increment, in process', theirs, theirOver),
  ]
  console.table(rows)
  console.log(JSON.stringify({ bench: 'permits', rate: load.rate, seconds: load.seconds, limit, rows }))
} finally {
  await postgres.stop()
  removeDataDir(folder)
}
