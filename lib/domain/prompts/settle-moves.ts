import { approvalNews, claimApproval, getApproval, reportOutcome } from '#lib/domain/approvals/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { conflict, isProblem } from '#lib/shared/problem.ts'
import { applyMove } from './apply-move.ts'
import type { MoveRow } from './moves.ts'

// SQL: one statement over all projects, served by a partial index.

export async function projectsWithWaitingMoves(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from prompt_label_move where state = 'waiting' limit 500`,
  )
  return rows.map(row => row.project_id)
}

/** Carries out the moves whose request was approved, and ends those whose request ended in another way. Returns how many ended. */
export async function settleMoves(ctx: Context): Promise<number> {
  const { db, projectId } = ctx
  const where = { projectId, state: 'waiting' }
  const waiting = await db.prisma.promptLabelMove.findMany({ where, orderBy: { askedAt: 'asc' }, take: 200 })
  const ids = waiting.flatMap(({ approvalId }) => approvalId ?? [])
  const news = await approvalNews(db, projectId, ids)
  let ended = 0
  for (const move of waiting) {
    const status = news.get(move.approvalId ?? '')?.status ?? 'gone'
    // A claimed request is being carried out by another worker. If that worker has died, the request becomes unknown when its claim lapses.
    if (status === 'pending' || status === 'claimed') continue
    ended += status === 'approved' ? await carryOut(ctx, move) : await end(ctx, move, endedBecause(status))
  }
  return ended
}

const endedBecause = (status: string) =>
  status === 'unknown'
    ? 'The move was begun but not finished. Check where the label is, and move it again.'
    : `The request was ${status}.`

async function carryOut(ctx: Context, move: MoveRow): Promise<number> {
  const id = move.approvalId ?? ''
  const params = { id }
  const { digest, decision } = await getApproval(ctx, { params, query: { wait: 0 } })
  let claimId: string
  try {
    claimId = (await claimApproval(ctx, { params, body: { digest } })).claimId
  } catch (error) {
    // A breaker holds it back, or another worker has claimed it. The next round reads what became of it.
    if (isProblem(error)) return 0
    throw error
  }
  const by = decision?.by ?? 'the policy'
  const error = await apply(ctx, move, `Approved by ${by}.`, { approvalId: id, approvedBy: by, reason: move.reason })
  await reportOutcome(ctx, {
    params,
    body: error === null ? { claimId, status: 'executed' } : { claimId, status: 'failed', error },
  })
  return 1
}

/** Moves the label. Returns why that was not possible, or null. */
async function apply(ctx: Context, move: MoveRow, result: string, evidence: object): Promise<string | null> {
  const { name, label, toVersion, onRevision, askedBy } = move
  try {
    await transaction(ctx.db, async tx => {
      await lockAudit(tx, ctx.projectId)
      const as: Context = { ...ctx, actor: { kind: 'system', id: 'prompts', label: askedBy } }
      const settledAt = await ctx.clock.now(tx)
      const { count } = await tx.prisma.promptLabelMove.updateMany({
        where: { projectId: ctx.projectId, id: move.id, state: 'waiting' },
        data: { state: 'done', settledAt, result },
      })
      if (count === 0) throw conflict('stale-revision', 'This move has already ended.')
      await applyMove(tx, as, { name, label, version: toVersion, onRevision, evidence })
    })
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    await end(ctx, move, error.message)
    return error.message
  }
}

async function end(ctx: Context, move: MoveRow, result: string): Promise<number> {
  const settledAt = await ctx.clock.now(poolSql(ctx.db))
  const { count } = await ctx.db.prisma.promptLabelMove.updateMany({
    where: { projectId: ctx.projectId, id: move.id, state: 'waiting' },
    data: { state: 'refused', settledAt, result },
  })
  return count
}
