import path from 'node:path'
import { type Env, loadEnv } from '#lib/platform/env.ts'
import type { EmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { Refusal } from '#lib/platform/refusal.ts'
import { build, generate, quietEnv, root } from './steps.ts'

const began = Date.now()
const say = (line: string) => console.log(line)
const dev = process.argv.includes('--dev')
const closers: (() => Promise<void>)[] = []
let stoppingSince: number | null = null

/** One Ctrl-C may arrive twice: from the terminal's process group, and passed on by npm or start.mjs. */
const sameSignalMs = 1500

/** Closes in the reverse order of opening; a second signal, later, gives up waiting. */
async function stop(code: number): Promise<void> {
  if (stoppingSince !== null) {
    if (performance.now() - stoppingSince > sameSignalMs) process.exit(code || 130)
    return
  }
  stoppingSince = performance.now()
  for (const close of closers.reverse()) await close().catch(error => console.error(String(error)))
  process.exit(code)
}

async function databaseUrl(env: Env): Promise<string> {
  if (env.databaseUrl) return env.databaseUrl
  say(`Starting PostgreSQL in ${path.relative(process.cwd(), env.dataDir) || env.dataDir} …`)
  const { startEmbeddedPostgres } = await import('#lib/platform/postgres/embedded.ts')
  const starting: Promise<EmbeddedPostgres> = startEmbeddedPostgres({ dataDir: env.dataDir })
  // Ctrl-C while it starts waits for it, so that no server stays behind; a start that failed has nothing to stop.
  closers.push(() => starting.then(postgres => postgres.stop()).catch(() => {}))
  return (await starting).url
}

async function main(): Promise<void> {
  Object.assign(process.env, quietEnv, { NODE_ENV: dev ? 'development' : 'production' })
  process.chdir(root)
  const env = loadEnv()
  process.env.HOLDPOINT_DATA_DIR = env.dataDir
  await generate(say)
  if (!dev) await build(say)
  const url = await databaseUrl(env)
  const { migrate } = await import('#lib/platform/migrations/run.ts')
  const { applied } = await migrate(url)
  if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length === 1 ? '' : 's'}.`)
  const { startServer } = await import('../server.ts')
  const running = await startServer({ env, databaseUrl: url, dev })
  closers.push(() => running.close())
  say(`Holdpoint serves ${running.url} (ready in ${((Date.now() - began) / 1000).toFixed(1)} s; Ctrl-C stops it)`)
  for (const line of running.banner) say(line)
}

function explain(error: unknown): string {
  if (error instanceof Error && error.name === 'Refusal') return error.message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return `Port ${process.env.PORT || 3000} is taken by another program; set PORT to a free one, for example PORT=3001 npm start.`
  if (code === 'EACCES')
    return `This user may not use ${(error as { path?: string }).path ?? `port ${process.env.PORT}`}; choose another with PORT or HOLDPOINT_DATA_DIR.`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
process.on('unhandledRejection', error => {
  console.error(explain(error))
  if (error instanceof Refusal) void stop(1)
})
await main().catch(async error => {
  console.error(explain(error))
  await stop(1)
})
