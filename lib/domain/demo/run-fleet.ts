import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { draining } from '#lib/platform/draining.ts'
import { mayReach } from '#lib/platform/outbound/addresses.ts'
import { outboundSettings } from '#lib/platform/outbound/settings.ts'
import { once } from '#lib/platform/registry.ts'
import { demoSecret } from './demo-secret.ts'

// SQL: one statement over all projects.

/** How long a process of the fleet works before it ends by itself, well within the limit of its tick. */
const workSeconds = 35

const program = path.join(import.meta.dirname, '../../../clients/demo/main.ts')

/** Projects whose fleet has something to do. */
export async function fleetsAtWork(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select f.project_id as id from demo_fleet f join project p on p.id = f.project_id
     where f.live and p.removed_at is null limit 100`,
  )
  return rows.map(({ id }) => id)
}

/** What the process reports over its channel. */
type Message = { filledDays: number } | { failure: string }

/**
 * Lets the fleet work for a while in a process of its own, as a client of this server. Its progress is in the database,
 * so that another server continues where this one stopped.
 */
export async function runFleet(ctx: Context): Promise<void> {
  const { projectId } = ctx
  const { demoFleet } = ctx.db.prisma
  const fleet = await demoFleet.findUnique({ where: { projectId } })
  if (!fleet?.live) return
  const child = fork(program, [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      ...withoutSecrets(process.env),
      HOLDPOINT_DEMO: JSON.stringify({
        target: { url: once<string>('demo.target', () => ''), key: demoSecret(projectId) },
        past: { seed: fleet.seed, liveFrom: fleet.liveFrom.getTime() },
        filledDays: fleet.filledDays,
        days: fleet.days,
        seconds: workSeconds,
        modelPort: modelPort(),
      }),
    },
  })
  let saved: Promise<unknown> = demoFleet.updateMany({ where: { projectId }, data: { failure: null } })
  child.on('message', (message: Message) => {
    saved = saved.then(() => demoFleet.updateMany({ where: { projectId }, data: message }))
  })
  await ended(child, AbortSignal.any([draining(), ...(ctx.signal ? [ctx.signal] : [])]))
  await saved
}

/** Where the fleet may play the model of its judge: only where the operator allows this server to send requests. */
function modelPort(): number | null {
  const port = Number(process.env.HOLDPOINT_DEMO_MODEL_PORT || 0)
  return port > 0 && mayReach('127.0.0.1', port, outboundSettings().allowed) ? port : null
}

/** The fleet is a stranger to this server: it gets a key, and none of the secrets of the process. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_ENV } = env
  return { PATH, HOME, NODE_ENV }
}

function ended(child: ChildProcess, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let errors = ''
    child.stderr?.on('data', chunk => {
      errors = `${errors}${chunk}`.slice(-2_000)
    })
    const kill = () => void child.kill('SIGKILL')
    stop.addEventListener('abort', kill, { once: true })
    if (stop.aborted) kill()
    child.once('error', reject)
    child.once('exit', code => {
      stop.removeEventListener('abort', kill)
      if (code === 0 || stop.aborted) resolve()
      else reject(new Error(`the demo fleet ended with ${code}: ${errors.trim().split('\n').at(-1)}`))
    })
  })
}
