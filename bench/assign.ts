/**
 * Answers of OFREP a second through HTTP, open loop: each question is sent at its time, whether or not earlier ones were
 * answered. Fifty agents, half of whose releases are being tried. Printed are latency from the intended time and how late
 * the client itself was in sending.
 *   npm run bench -- assign [--rate 3000] [--seconds 10] [--unleash]
 * With --unleash an unleash-server from npm is put into a folder that goes with the run, and asked at the same rate on the
 * same Postgres. It has one flag; its answer is all flags of a user, ours is one of 51.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '#lib/platform/migrations/run.ts'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { addKey, startServer } from './support/permits/holdpoint.ts'
import { type Client, percentile, runLoad } from './support/permits/load.ts'
import { startUnleash } from './support/unleash.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rate: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '10' },
    unleash: { type: 'boolean', default: false },
  },
})
const load = { rate: Number(values.rate), seconds: Number(values.seconds), askedPerRun: 40 }

/** As `questionOf` names them. */
const agents = ['hot', ...Array.from({ length: 50 }, (_, n) => `cold-${n}`)]

async function allocate(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into allocation (project_id, agent, environment, baseline, candidate, weight_bps, seed, rollout_id, revision, updated_at, updated_by)
     select 'default', a, 'production', a || '-1', case when n % 2 = 1 then a || '-2' end, case when n % 2 = 1 then 2500 else 0 end,
       'rol_' || n, case when n % 2 = 1 then 'rol_' || n end, 1, now(), 'bench' from unnest($1::text[]) with ordinality as u(a, n)`,
    [agents],
  )
}

/** A client over kept connections, as an SDK on a server has them. */
function ofrep(url: string, key: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json; charset=utf-8' }
  const ask = (name: string, targetingKey: string) =>
    new Promise<null>((resolve, reject) => {
      const sent = request(`${url}/api/ofrep/v1/evaluate/flags/${name}`, { method: 'POST', agent, headers }, answer => {
        answer.resume()
        answer.on('end', () => (answer.statusCode === 200 ? resolve(null) : reject(new Error(`${answer.statusCode}`))))
      })
      sent.on('error', reject)
      sent.end(JSON.stringify({ context: { targetingKey, environment: 'production' } }))
    })
  return { ask: ({ agent: name, runId }) => ask(name, runId), tell: async () => {} }
}

async function measure(client: Client, pid: number) {
  await runLoad({ ...load, seconds: 3 }, 'warm', client)
  const before = cpuMs(pid)
  const { latencies, late, failed, ms } = await runLoad(load, 'measured', client)
  const used = before === null ? null : (cpuMs(pid) ?? 0) - before
  return {
    'answers/s': Math.round((latencies.length * 1000) / ms),
    failed,
    'p50 ms': percentile(latencies, 0.5),
    'p99 ms': percentile(latencies, 0.99),
    'sent late, p50 ms': percentile(late, 0.5),
    'sent late, p99 ms': percentile(late, 0.99),
    'CPU ms an answer': used === null ? null : Math.round((used * 100) / latencies.length) / 100,
  }
}

/** What a process has used so far; null where the system does not tell it. A tick is a hundredth of a second. */
function cpuMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
const dataDir = path.join(folder, 'postgres')
const postgres = await startEmbeddedPostgres({ dataDir, say: console.log })
try {
  await migrate(postgres.url)
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 })
  const key = await addKey(pool)
  await allocate(pool)
  const rows: Record<string, Awaited<ReturnType<typeof measure>>> = {}
  const load1 = () => (loadavg()[0] ?? 0).toFixed(1)
  const began = load1()
  const server = await startServer(postgres.url)
  rows.Holdpoint = await measure(ofrep(server.url, key), server.pid)
  await server.stop()
  if (values.unleash) {
    const unleash = await startUnleash(pool, postgres.url, path.join(folder, 'unleash'))
    rows[`unleash-server ${unleash.version}`] = await measure(unleash.client, unleash.pid)
    await unleash.stop()
  }
  await pool.end()
  console.table(rows)
  console.log(JSON.stringify({ bench: 'assign', rate: load.rate, seconds: load.seconds, load: [began, load1()], rows }))
} finally {
  await postgres.stop()
  removeDataDir(dataDir)
  rmSync(folder, { recursive: true, force: true })
}
