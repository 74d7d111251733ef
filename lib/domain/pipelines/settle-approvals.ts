import { approvalNews, claimApproval, getApproval, reportOutcome } from '#lib/domain/approvals/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { readRun, type StageRow } from './item.ts'
import { type StageChange, setStage } from './set-stage.ts'

// SQL: one statement over all projects, served by a partial index.

export async function projectsWithWaitingStages(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from pipeline_stage where status = 'waiting' limit 500`,
  )
  return rows.map(row => row.project_id)
}

/** Begins the stages that a person has approved. A stage whose request ended in another way has failed. */
export async function settleStages(ctx: Context): Promise<void> {
  const where = { projectId: ctx.projectId, status: 'waiting' }
  const waiting = await ctx.db.prisma.pipelineStage.findMany({ where, take: 200 })
  const ids = waiting.flatMap(({ approvalId }) => approvalId ?? [])
  const news = await approvalNews(ctx.db, ctx.projectId, ids)
  for (const stage of waiting) {
    const status = news.get(stage.approvalId ?? '')?.status ?? 'gone'
    // Another worker has claimed it and is moving the stage. If that worker has died, the request becomes unknown when its claim lapses.
    if (status === 'pending' || status === 'claimed') continue
    if (status === 'approved') {
      await begin(ctx, stage)
      continue
    }
    const message = endedBecause(status)
    await move(ctx, stage, { to: 'failed', rule: 'refused', message, note: message })
  }
}

const endedBecause = (status: string) =>
  status === 'unknown'
    ? 'The request was approved, but the stage did not begin. Report it as running to ask again.'
    : `The request was ${status}.`

async function begin(ctx: Context, stage: StageRow): Promise<void> {
  const id = stage.approvalId ?? ''
  const params = { id }
  const { digest, decision } = await getApproval(ctx, { params, query: { wait: 0 } })
  let claimId: string
  try {
    claimId = (await claimApproval(ctx, { params, body: { digest } })).claimId
  } catch (error) {
    // A breaker holds it back, or another worker has claimed it. The next round reads what became of it.
    if (isProblem(error)) return
    throw error
  }
  const message = `Approved by ${decision?.by ?? 'the policy'}.`
  const moved = await move(ctx, stage, { to: 'running', rule: 'approved', message, note: message })
  const body = moved
    ? { claimId, status: 'executed' as const }
    : { claimId, status: 'failed' as const, error: 'The stage changed meanwhile.' }
  await reportOutcome(ctx, { params, body })
}

/** False if somebody else has moved the stage. */
async function move(ctx: Context, { runId, name }: StageRow, to: StageChange): Promise<boolean> {
  return transaction(ctx.db, async tx => {
    await lockAudit(tx, ctx.projectId)
    const { run, stages } = await readRun(tx, ctx, runId)
    const stage = stages.find(one => one.name === name)
    if (stage?.status !== 'waiting') return false
    await setStage(tx, ctx, { run, stages, stage }, to)
    return true
  })
}
