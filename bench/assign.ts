/**
 * Answers of OFREP a second through HTTP, open loop: each question is sent at its time, whether or not earlier ones were
 * answered. Fifty agents, half of whose releases are being tried. Three clocks tell who took the time: from when a question
 * was due to its answer, from when the client sent it, and in the server from the request to its answer; beside them how
 * late the client was in sending, the server's event loop and its collector, and how late a thread with nothing to do is
 * woken on this machine.
 *   npm run bench -- assign [--rate 3000] [--seconds 20] [--unleash]
 * With --unleash an unleash-server from npm is put into a folder that goes with the run, and asked at the same rate on the
 * same Postgres. It has one flag; its answer is all flags of a user, ours is one of 51.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '#lib/platform/migrations/run.ts'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { keptConnections } from './support/kept-connections.ts'
import { watchMachine } from './support/machine.ts'
import { addKey, startServer } from './support/permits/holdpoint.ts'
import { type Client, percentile, runLoad } from './support/permits/load.ts'
import type { ServerTimes } from './support/stalls.ts'
import { startUnleash } from './support/unleash.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rate: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '20' },
    unleash: { type: 'boolean', default: false },
  },
})
const load = { rate: Number(values.rate), seconds: Number(values.seconds), askedPerRun: 40 }

/** Questions that may be on their way at once; more wait in the client, and their time runs on. */
const connections = 64

/** A server that has just begun still compiles what it does: for about two seconds, and once more for a moment in the fourth. */
const warmSeconds = 10

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

/** A client over kept connections, as SDKs on servers have them. */
async function ofrep(url: string, key: string): Promise<Client & { close(): void }> {
  const { send, close } = await keptConnections(url, connections)
  const { host } = new URL(url)
  const ask = async (name: string, targetingKey: string) => {
    const body = JSON.stringify({ context: { targetingKey, environment: 'production' } })
    await send(
      `POST /api/ofrep/v1/evaluate/flags/${name} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\n` +
        `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
    return null
  }
  return { ask: ({ agent: name, runId }) => ask(name, runId), tell: async () => {}, close }
}

async function measure(client: Client, pid: number, watchServer?: () => () => Promise<ServerTimes>) {
  await runLoad({ ...load, seconds: warmSeconds }, 'warm', client)
  const before = cpuMs(pid)
  const machine = await watchMachine()
  const server = watchServer?.()
  const { latencies, fromSending, late, failed, ms } = await runLoad(load, 'measured', client)
  const used = before === null ? null : (cpuMs(pid) ?? 0) - before
  const row = {
    'answers/s': Math.round((latencies.length * 1000) / ms),
    failed,
    'p50 ms': percentile(latencies, 0.5),
    'p99 ms': percentile(latencies, 0.99),
    'from sending, p50 ms': percentile(fromSending, 0.5),
    'from sending, p99 ms': percentile(fromSending, 0.99),
    'sent late, p99 ms': percentile(late, 0.99),
    'CPU ms an answer': used === null ? null : Math.round((used * 100) / latencies.length) / 100,
  }
  return { row, machine: await machine(), server: (await server?.()) ?? null }
}

const wordsOf = (
  took: ServerTimes,
) => `in the server: an answer ${took.answerP50} ms (p50), ${took.answerP99} ms (p99), ${took.answerMax} ms at most, ${took.above3Percent} % above 3 ms
event loop late by ${took.loopP99} ms (p99), ${took.loopMax} ms at most; ${took.collections} collections took ${took.collecting} ms, the longest ${took.longestCollection}`

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
  const measured: Record<string, Awaited<ReturnType<typeof measure>>> = {}
  const load1 = () => (loadavg()[0] ?? 0).toFixed(1)
  const began = load1()
  const server = await startServer(postgres.url)
  const asking = await ofrep(server.url, key)
  measured.Holdpoint = await measure(asking, server.pid, server.watch)
  asking.close()
  await server.stop()
  if (values.unleash) {
    const unleash = await startUnleash(pool, postgres.url, path.join(folder, 'unleash'))
    measured[`unleash-server ${unleash.version}`] = await measure(unleash.client, unleash.pid)
    await unleash.stop()
  }
  await pool.end()
  console.table(Object.fromEntries(Object.entries(measured).map(([name, { row }]) => [name, row])))
  for (const [name, { machine, server: took }] of Object.entries(measured)) {
    console.log(
      `${name}: a thread with nothing to do was woken late by ${machine.p99} ms (p99), ${machine.max} ms at most`,
    )
    if (took) console.log(wordsOf(took))
  }
  const { rate, seconds } = load
  console.log(JSON.stringify({ bench: 'assign', rate, seconds, load: [began, load1()], measured }))
} finally {
  await postgres.stop()
  removeDataDir(dataDir)
  rmSync(folder, { recursive: true, force: true })
}
