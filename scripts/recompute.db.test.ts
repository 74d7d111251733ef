import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { lockTraces } from '#lib/domain/traces/index.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { figuresOf, ingestByOldRules, oldRules } from '#lib/domain/traces/recompute/test-old-rules.ts'
import { recount } from '#lib/domain/traces/testing/recount.ts'
import { rollupsOf } from '#lib/domain/traces/testing/rollups-of.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { rounds, timeLimit } from '#lib/platform/testing/soak.ts'

const database = givenDatabase()
const root = path.resolve(import.meta.dirname, '..')

function start(project: string): { child: ChildProcess; output: () => string } {
  const days = ['--from', '2000-01-01', '--to', '2099-12-31', '--project', project]
  const child = spawn(process.execPath, ['scripts/recompute.ts', ...days], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: database.url },
  })
  let text = ''
  child.stdout?.on('data', chunk => (text += chunk))
  child.stderr?.on('data', chunk => (text += chunk))
  return { child, output: () => text }
}

/** Fails until somebody waits for a trace's lock, or when the child has ended. */
async function expectWaiting(child: ChildProcess, output: () => string) {
  const { rows } = await database.db.pool.query(
    `select from pg_locks join pg_database d on d.oid = database where datname = current_database()
       and locktype = 'advisory' and not granted`,
  )
  expect(child.exitCode, output()).toBeNull()
  expect(rows).toHaveLength(1)
}

const tracesDone = async ({ projectId }: Context) => {
  const text = 'select coalesce(sum(traces), 0)::int as traces from recompute_day where project_id = $1'
  const { rows } = await database.db.pool.query(text, [projectId])
  return rows[0].traces as number
}

test(
  'killed again and again in the middle, and started again: as if all came today, each trace done once',
  async () => {
    const [old, fresh] = [freshProject(database.db), freshProject(database.db)]
    await database.db.prisma.project.create({ data: { id: old.projectId, name: 'Old' } })
    const spans = Array.from({ length: 600 }, (_, i) =>
      otlpSpan(
        { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 100 + i },
        { traceId: (i + 1).toString(16).padStart(32, '0') },
      ),
    )
    await ingestByOldRules(old, spans, () => oldRules['other tokens'])
    await ingestTraces(fresh, { spans, rejected: [] })
    const kills = rounds({ short: 1, long: 12 })
    for (let kill = 1; kill <= kills; kill++) {
      // It comes to a trace that somebody else holds, and dies there, in the middle of a piece.
      const held = (Math.max(Math.floor((spans.length * kill) / (kills + 1)), 60) + 1).toString(16).padStart(32, '0')
      const done = await sqlTransaction(database.db.pool, async client => {
        await lockTraces(client, old.projectId, [held])
        const { child, output } = start(old.projectId)
        const exited = once(child, 'exit')
        await vi.waitFor(() => expectWaiting(child, output), { timeout: 60_000, interval: 50 })
        child.kill('SIGKILL')
        await exited
        return tracesDone(old)
      })
      expect(done).toBeGreaterThan(0)
      expect(done).toBeLessThan(spans.length)
    }
    const last = start(old.projectId)
    const [code] = await once(last.child, 'exit')
    expect(last.output()).toContain('600 of 600 traces changed')
    expect(last.output()).toContain('goes on with 2000-01-01 to 2099-12-31')
    expect(code).toBe(0)
    expect(await figuresOf(old)).toEqual(await figuresOf(fresh))
    expect(await rollupsOf(old)).toEqual(await recount(old))
    const again = start(old.projectId)
    await once(again.child, 'exit')
    expect(again.output()).toContain('0 of 600 traces changed')
  },
  timeLimit(240_000),
)

test('an invalid range prints how to use the command', async () => {
  const child = spawn(process.execPath, ['scripts/recompute.ts', '--from', 'yesterday'], { cwd: root })
  let text = ''
  child.stdout.on('data', chunk => (text += chunk))
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
  expect(text).toContain('npm run recompute -- --from')
})
