import { fork } from 'node:child_process'
import { once } from 'node:events'
import type pg from 'pg'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import type { ServerTimes } from '../stalls.ts'

const secret = 'hp_bench_permits'

/** A key that an agent would hold, or one of another scope. */
export async function addKey(pool: pg.Pool, scope: 'agent' | 'ci' = 'agent'): Promise<string> {
  await pool.query(
    "insert into project (id, slug, name) values ('default', 'default', 'Default') on conflict do nothing",
  )
  await pool.query(
    `insert into api_key (id, project_id, hash, name, prefix, scopes, last_used_at) values ('key_bench', 'default', $1, 'bench', 'hp_', array[$2], now())`,
    [keyHash(secret), scope],
  )
  return secret
}

/** The endpoints of the server in front, in a process of their own; pages are not built for it. */
export async function startServer(databaseUrl: string) {
  const env = {
    ...process.env,
    HOLDPOINT_KEY_REQUESTS_PER_MINUTE: '0',
    NEXTAUTH_SECRET: 'bench',
    HOLDPOINT_SECRET: 'bench',
    HOLDPOINT_LOG_LEVEL: 'error',
  }
  const child = fork(new URL('./lane-server.ts', import.meta.url), [databaseUrl], {
    execArgv: [],
    env,
  })
  const [port] = await once(child, 'message')
  return {
    url: `http://localhost:${port}`,
    pid: child.pid ?? 0,
    /** Begins to count what the server itself takes; the answer is called for the figures. */
    watch() {
      child.send('watch')
      return async (): Promise<ServerTimes> => {
        const told = once(child, 'message')
        child.send('tell')
        const [times] = await told
        return times
      }
    },
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

/** Tool calls beyond the limit, over all runs. */
export async function overspendOf(pool: pg.Pool, limit: number): Promise<number> {
  const { rows } = await pool.query(
    `select coalesce(sum(greatest(0, (body -> 'used' ->> 'toolCalls')::int + (body -> 'reserved' ->> 'toolCalls')::int - $1)), 0)::int as over
     from control_state where kind = 'run'`,
    [limit],
  )
  return rows[0].over
}
