import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { lockStates, nameOf, readStates, writeStates } from '#lib/platform/state-machine/control-state.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { mayBecome } from '#lib/shared/state-machine.ts'
import { breakIfSpent, tell } from './act.ts'
import { type Measured, measure } from './measure.ts'
import { readLevels } from './read-slos.ts'
import { type SloState, transitions } from './rules.ts'
import { messageOf } from './sentences.ts'
import type { SloBody } from './state.ts'

// SQL: a status is changed under the lock of its row, by helpers that share their statements with permits.

export async function projectsWithSlos(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from config_object where kind = 'slo' and archived_at is null limit 500`,
  )
  return rows.map(row => row.project_id)
}

/** Measures every service level. Records each change of status once, and does what follows from it. */
export async function evaluateSlos(ctx: Context): Promise<void> {
  const { db, projectId } = ctx
  const sql = poolSql(db)
  const levels = await readLevels(db, projectId)
  // The states are read before anything is counted. A process that records a change after this has newer counts.
  const slugs = levels.map(({ slo }) => slo.slug)
  const told = await readStates<SloBody>(sql, projectId, 'slo', slugs)
  const now = await ctx.clock.now(sql)
  const measured = await measure(sql, projectId, levels, now.getTime())
  for (const [slug, level] of measured) {
    if (ctx.signal?.aborted) return
    const known = told.get(slug) ?? null
    if (level.judged.status !== (known?.status ?? 'unknown'))
      await transaction(db, tx => move(tx, ctx, level, { turn: known?.turn ?? 0, at: now }))
  }
}

/** Records a change of status. The first process to lock the row does so; the others find that `turn` has moved on. */
async function move(
  tx: Tx,
  ctx: Context,
  level: Measured,
  { turn, at: measuredAt }: { turn: number; at: Date },
): Promise<void> {
  const { slo, judged } = level
  const key = { kind: 'slo' as const, key: slo.slug }
  const row = (await lockStates(tx, ctx.projectId, [key])).get(nameOf(key))
  const before = row?.body as SloBody | null | undefined
  const from: SloState = before?.status ?? 'unknown'
  if (!row || (before?.turn ?? 0) !== turn || !mayBecome(transitions, from, judged.status)) return
  const body: SloBody = { status: judged.status, since: measuredAt.getTime(), turn: turn + 1, agent: slo.agent }
  await writeStates(tx, ctx.projectId, [{ ...key, revision: row.revision, status: judged.status, body }], measuredAt)
  const revision = row.revision + 1
  const message = messageOf(level)
  // Locks the breaker before the audit log, in the same order as permits.
  await breakIfSpent(tx, ctx, level, { message, at: measuredAt })
  await recordTransition(tx, ctx, {
    ...{ machine: 'slo', id: slo.slug, revision, from, to: judged.status, rule: slo.objective, message },
    ...{ at: measuredAt, action: `slo.${judged.status}` },
    evidence: { ...judged, target: level.target, days: slo.days },
    event: { topic: 'slos', type: `slo.${judged.status}`, ids: [slo.slug], revision },
  })
  await tell(tx, ctx, level, { from, message, at: measuredAt })
}
