import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { type Env, loadEnv } from '#lib/platform/env.ts'
import type { EmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { askNobodyForVersions } from './quiet-dev.ts'
import { build, generate, quietEnv, root } from './steps.ts'
import { fail, onStop, stopOnSignals } from './stopping.ts'

const began = Date.now()
const say = (line: string) => console.log(line)
const dev = process.argv.includes('--dev')

/** How long whoever has the port is given to leave it: it may be stopping, told by whoever starts this one. */
const patienceMs = 5_000

/** Rejects when the port cannot be had: better before a minute of building than after it. */
async function requirePort({ host, port }: Env): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (let announced = false; ; announced = true) {
    try {
      return await probe(host, port)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE' || performance.now() > deadline) throw error
      if (!announced) say(`Port ${port} is taken; waiting a moment for it …`)
      await setTimeout(100)
    }
  }
}

function probe(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => server.close(() => resolve()))
  })
}

async function databaseUrl(env: Env): Promise<string> {
  if (env.databaseUrl) return env.databaseUrl
  say('Starting PostgreSQL …')
  const { startEmbeddedPostgres } = await import('#lib/platform/postgres/embedded.ts')
  const starting: Promise<EmbeddedPostgres> = startEmbeddedPostgres({ dataDir: env.dataDir, say })
  const stopIt = (mode?: 'immediate') => starting.then(postgres => postgres.stop(mode)).catch(() => {})
  // Ctrl-C while it starts waits for it, so that no server stays behind; a start that failed has nothing to stop.
  onStop({ what: 'PostgreSQL', patienceMs: 90_000, close: () => stopIt(), abandon: () => stopIt('immediate') })
  return (await starting).url
}

async function main(): Promise<void> {
  stopOnSignals()
  Object.assign(process.env, quietEnv, { NODE_ENV: dev ? 'development' : 'production' })
  process.chdir(root)
  const env = loadEnv()
  if (process.argv.includes('--demo')) letDemoJudge(env)
  process.env.HOLDPOINT_DATA_DIR = env.dataDir
  await requirePort(env)
  await generate(say)
  if (dev) askNobodyForVersions()
  else await build(say)
  const url = await databaseUrl(env)
  const { migrate } = await import('#lib/platform/migrations/run.ts')
  const { applied } = await migrate(url)
  if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length === 1 ? '' : 's'}.`)
  const { startServer } = await import('../server.ts')
  const running = await startServer({ env, databaseUrl: url, dev })
  onStop({ what: 'The server', patienceMs: 20_000, close: () => running.close() })
  say(`Holdpoint serves ${running.url} (ready in ${((Date.now() - began) / 1000).toFixed(1)} s; Ctrl-C stops it)`)
  for (const line of running.banner) say(line)
  if (process.argv.includes('--demo')) await startDemo(running.url)
}

/**
 * `npm run demo`: judges of this server may reach one port of this machine, at which the fleet stands in for a model. Who
 * has named a port has decided.
 */
function letDemoJudge({ port }: Env): void {
  const { HOLDPOINT_DEMO_MODEL_PORT: named, HOLDPOINT_ALLOWED_NETWORKS: allowed } = process.env
  if (named || port === 0) return
  // Far from the ports that other programs of a developer have beside this one.
  const model = port > 55_535 ? port - 10_000 : port + 10_000
  process.env.HOLDPOINT_DEMO_MODEL_PORT = String(model)
  process.env.HOLDPOINT_ALLOWED_NETWORKS = [allowed, `127.0.0.1:${model}`].filter(Boolean).join(', ')
}

/** `npm run demo`: beside what serves, so that the first administrator can be made meanwhile. */
async function startDemo(url: string): Promise<void> {
  const { startDemoForAdministrators } = await import('#lib/domain/demo/index.ts')
  const { database } = await import('#lib/platform/db/client.ts')
  const { draining } = await import('#lib/platform/draining.ts')
  say('The demo fleet starts as soon as there is an administrator.')
  const slug = await startDemoForAdministrators(database(), draining())
  if (slug !== null) say(`The demo fleet runs: ${url}/?project=${slug}`)
}

await main().catch(fail)
