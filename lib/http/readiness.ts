import { setTimeout } from 'node:timers/promises'
import { database } from '#lib/platform/db/client.ts'
import { draining } from '#lib/platform/draining.ts'
import { heartbeatSeconds, workerAlive } from '#lib/platform/jobs/heartbeat.ts'
import { once, setOnce } from '#lib/platform/registry.ts'

const expected = () => once('readiness.migrations', (): readonly string[] => [])

/** Said by the server that starts: Next's bundle of this file has no folder of migrations beside it. */
export const expectMigrations = (names: readonly string[]): void => setOnce('readiness.migrations', names)

/** A database that needs longer than this to list its migrations cannot serve requests either. */
const patienceMs = 1_500

/** Why this process should get no requests now, in one sentence each; empty: it is ready. Answers within two seconds. */
export async function notReadyBecause(): Promise<string[]> {
  if (draining().aborted) return ['the process is stopping']
  const reasons = await Promise.race([probe(), patience()])
  if (workerAlive() === false) reasons.push(`the worker has not come round for ${heartbeatSeconds} s`)
  return reasons
}

const patience = () => setTimeout(patienceMs, ['the database does not answer'], { ref: false })

/** One question at a time, whoever asks: while the database hangs, each would keep a connection waiting. */
const asking = () => once('readiness.asking', () => ({ answer: null as Promise<readonly string[]> | null }))

async function probe(): Promise<string[]> {
  const state = asking()
  state.answer ??= databaseReasons()
    .catch(() => ['the database is not available'])
    .finally(() => {
      state.answer = null
    })
  return [...(await state.answer)]
}

async function databaseReasons(): Promise<string[]> {
  const { rows } = await database().pool.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const applied = new Set(rows.map(row => row.migration_name))
  const missing = expected().filter(name => !applied.has(name))
  return missing.length === 0 ? [] : [`the database lacks ${missing.length} migrations`]
}
