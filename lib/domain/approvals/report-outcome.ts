import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { auditAttempt } from './audit-attempt.ts'
import type { outcomeApprovalContract } from './contract.ts'
import { become, type Row, toApproval, update } from './internal.ts'
import { lockApproval } from './lock.ts'
import { record } from './record.ts'
import type { Approval, OutcomeBody } from './schemas.ts'
import { endIfDue } from './waiting/end-if-due.ts'

/**
 * Takes the report of what a claimed action did. The same report again is answered in the same way; a different one is a
 * conflict, and the first stands. A report after the lease is kept beside the state, which a person settles.
 */
export async function reportOutcome(
  ctx: Context,
  { params: { id }, body }: Input<typeof outcomeApprovalContract>,
): Promise<Output<typeof outcomeApprovalContract>> {
  await authorize(ctx, 'approvals.claim', { type: 'approval', id })
  return auditAttempt(ctx, `approval.${body.status}`, id, () => change(ctx, tx => report(tx, ctx, id, body)))
}

async function report(tx: Tx, ctx: Context, id: string, body: OutcomeBody): Promise<Approval> {
  const before = await lockApproval(tx, ctx, id)
  if (before.claimId === null || before.claimId !== body.claimId)
    throw conflict(
      'not-claimed',
      'This claim id does not hold the action. Use the claimId that the claim was answered with.',
    )
  const now = await ctx.clock.now(tx)
  const current = await endIfDue(tx, ctx, before, now)
  const settledByPerson = current.settledBy !== null
  if (current.status === 'unknown' || settledByPerson) return toApproval(await keepLate(tx, ctx, current, body, now))
  if (current.status !== 'claimed') return sameReport(current, current.status, body)
  const outcome = { outcomeResult: resultOf(body), outcomeError: errorText(body), outcomeAt: now }
  const row = await become(tx, current, body.status, now, outcome, { claimId: body.claimId, status: 'claimed' })
  if (!row) throw conflict('not-claimed', 'The claim ended while the report was being stored.')
  await record(tx, ctx, `approval.${body.status}`, before, row, { error: row.outcomeError })
  return toApproval(row)
}

/** Keeps a late report as evidence, for a person who is to settle the action or has settled it. It changes no state. */
async function keepLate(tx: Tx, ctx: Context, current: Row, body: OutcomeBody, now: Date): Promise<Row> {
  if (current.lateReport) {
    sameReport(current, current.lateReport.status, body)
    return current
  }
  const lateReport = { status: body.status, result: storable(body), error: errorText(body), at: toRfc3339(now) }
  const row = await update(tx, current, now, { lateReport }, { lateReport: { equals: Prisma.DbNull } })
  if (!row) throw conflict('outcome-differs', 'Another late report came first, and it stands.')
  await record(tx, ctx, 'approval.reported-late', current, row, {
    reported: body.status,
    error: row.lateReport?.error,
  })
  return row
}

function sameReport(row: Row, first: string, body: OutcomeBody): Approval {
  if (first !== body.status)
    throw conflict('outcome-differs', `The action was already reported as ${first}, and the first report stands.`)
  return toApproval(row)
}

/** People read results and errors. Beyond these sizes the middle is left out, but the report is accepted. */
const maxResult = 256 * 1024
const maxError = 20_000

const resultOf = (body: OutcomeBody) => storable(body) ?? Prisma.JsonNull

/** The result as it is stored. Numbers that JSON cannot hold (1e400) become null. */
function storable(body: OutcomeBody): Prisma.InputJsonValue | null {
  const text = JSON.stringify(body.result ?? null)
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxResult) return JSON.parse(text)
  const [head = '', tail = ''] = [text.slice(0, 16_000), text.slice(-4_000)].map(part => part.toWellFormed())
  return { truncated: true, bytes, head, tail }
}

function errorText({ error }: OutcomeBody): string | null {
  if (error === undefined || error.length <= maxError) return error ?? null
  const left = error.length - maxError
  return `${error.slice(0, 15_000)}\n… ${left} characters left out …\n${error.slice(-5_000)}`.toWellFormed()
}
