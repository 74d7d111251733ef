/**
 * What the controls are worth: four stories, each with and without them, on the real rules and a clock that is moved by
 * hand. Printed are when each control acted, what got through, and what it cost with and without.
 *   npm run simulate:safety
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { declareDomains } from '#lib/domain/server-list.ts'
import type { Context } from '#lib/platform/context.ts'
import { adoptDatabase, openDatabase } from '#lib/platform/db/client.ts'
import { migrate } from '#lib/platform/migrations/run.ts'
import { startEmbeddedPostgres } from '#lib/platform/postgres/embedded.ts'
import { removeDataDir } from '#lib/platform/postgres/place.ts'
import { stories } from './support/safety/stories.ts'
import { guarded, type Outcome, unguarded } from './support/safety/world.ts'

const begin = Date.parse('2026-01-05T08:00:00Z')
const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-safety-'))
const postgres = await startEmbeddedPostgres({ dataDir: folder, say: console.log })
try {
  await migrate(postgres.url)
  declareDomains()
  const db = openDatabase(postgres.url)
  adoptDatabase(db)
  let now = new Date(begin)
  const clock = {
    now: async () => now,
    set(next: Date) {
      now = next
    },
  }
  const results: { name: string; with: Outcome; without: Outcome; openings: number }[] = []
  for (const [n, { name, set, calls }] of stories.entries()) {
    const projectId = `story-${n}`
    await db.prisma.project.create({ data: { id: projectId, slug: projectId, name } })
    const actor: Context['actor'] = { kind: 'system', id: 'simulation', label: 'simulation' }
    const ctx = { projectId, actor, requestId: 'simulation', address: null, db, clock }
    clock.set(new Date(begin))
    await set(ctx)
    const moved = db.prisma.stateTransition
    const result = { name, with: await guarded(ctx, calls, begin), without: unguarded(calls) }
    const openings = await moved.count({ where: { projectId, machine: 'breaker', toState: 'open' } })
    results.push({ ...result, openings })
  }
  const row = ({ name, with: ours, without, openings }: (typeof results)[number]) => ({
    story: name,
    'control that acted': ours.rule ?? 'none',
    'after s': ours.actedAt ?? '–',
    openings,
    ...both('got through', ours, without, one => one.through),
    ...both('failed', ours, without, one => one.failed),
    ...both('USD', ours, without, one => Number(one.usd.toFixed(2))),
    ...both('s wasted', ours, without, one => Math.round(one.wasted)),
  })
  console.table(results.map(row))
  console.log(JSON.stringify({ simulate: 'safety', results }))
  await db.close()
} finally {
  await postgres.stop()
  removeDataDir(folder)
}

/** A figure with the controls, and without. */
function both(what: string, ours: Outcome, without: Outcome, read: (one: Outcome) => number) {
  return { [what]: `${read(ours)} of ${read(without)}` }
}
