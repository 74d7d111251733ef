import { approvalNews } from '#lib/domain/approvals/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { changeStep } from './change-step.ts'
import { stepByApproval } from './rules.ts'
import type { Step } from './schemas.ts'

// SQL: one statement over all projects, through a partial index.

export async function projectsWithWaitingSteps(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ project_id: string }>(
    `select distinct project_id from incident_step where state = 'waiting' limit 500`,
  )
  return rows.map(row => row.project_id)
}

/** Ends steps whose request for approval has ended. Answers how many. */
export async function settleSteps(ctx: Context): Promise<number> {
  const { db, projectId } = ctx
  const waiting = await db.prisma.incidentStep.findMany({
    where: { projectId, state: 'waiting', approvalId: { not: null } },
    take: 200,
  })
  const news = await approvalNews(
    db,
    projectId,
    waiting.flatMap(({ approvalId }) => approvalId ?? []),
  )
  let settled = 0
  for (const before of waiting) {
    const end = stepByApproval(news.get(before.approvalId ?? '')?.status ?? '')
    if (!end) continue
    const { incidentId, runbook, n, approvalId } = before
    await transaction(db, async tx => {
      await lockAudit(tx, projectId)
      const where = { projectId_incidentId_runbook: { projectId, incidentId, runbook } }
      const kept = await tx.prisma.incidentRunbook.findUniqueOrThrow({ where })
      const step = (kept.steps as unknown as Step[])[n - 1]
      const now = await tx.prisma.incidentStep.count({
        where: { projectId, incidentId, runbook, n, revision: before.revision },
      })
      // A person was first.
      if (!step || now === 0) return
      await changeStep(tx, ctx, { incidentId, runbook, n, step, before, ...end, approvalId, how: 'ended' })
      settled++
    })
  }
  return settled
}
