import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { outcomeApprovalContract } from './contract.ts'
import { endIfDue } from './end-if-due.ts'
import { columns, findApproval, type Row, record, toApproval } from './internal.ts'
import { auditRefused } from './refused.ts'
import type { Approval, OutcomeBody } from './schemas.ts'

/**
 * What the claimed action did, from whoever holds the claim id. The same word again is answered the same; another is
 * refused, the first stands. After the lease the state is a person's to settle: the report is kept beside it.
 */
export async function reportOutcome(
  ctx: Context,
  { params: { id }, body }: Input<typeof outcomeApprovalContract>,
): Promise<Output<typeof outcomeApprovalContract>> {
  await authorize(ctx, 'approvals.claim', { type: 'approval', id })
  return auditRefused(ctx, `approval.${body.status}`, id, () => change(ctx, tx => report(tx, ctx, id, body)))
}

async function report(tx: Tx, ctx: Context, id: string, body: OutcomeBody): Promise<Approval> {
  const before = await findApproval(tx, ctx, id, 'lock')
  if (before.claim_id === null || before.claim_id !== body.claimId)
    throw conflict('not-claimed', 'This claim is not the one that holds the action.')
  const now = await ctx.clock.now(tx)
  const current = await endIfDue(tx, ctx, before, now)
  const settledByPerson = current.settled_by !== null
  if (current.status === 'unknown' || settledByPerson) return toApproval(await keepLate(tx, ctx, current, body, now))
  if (current.status !== 'claimed') return sameWord(current, current.status, body)
  const [row] = await tx.query<Row>(
    `update approval set status = $4, outcome_result = $5::jsonb, outcome_error = $6, outcome_at = $7::timestamptz, revision = revision + 1,
       updated_at = $7::timestamptz
     where project_id = $1 and id = $2 and claim_id = $3 and status = 'claimed' returning ${columns}`,
    [ctx.projectId, id, body.claimId, body.status, resultText(body), errorText(body), now.toISOString()],
  )
  if (!row) throw conflict('not-claimed', 'The claim ended while it was reported on.')
  await record(tx, ctx, `approval.${body.status}`, before, row, { error: row.outcome_error })
  return toApproval(row)
}

/** Evidence for the person who settles, or for whoever reads what a person settled otherwise. It changes no state. */
async function keepLate(tx: Tx, ctx: Context, current: Row, body: OutcomeBody, now: Date): Promise<Row> {
  if (current.late_report) {
    sameWord(current, current.late_report.status, body)
    return current
  }
  const at = now.toISOString()
  const [row] = await tx.query<Row>(
    `update approval set late_report = jsonb_build_object('status', $3::text, 'result', $4::jsonb, 'error', $5::text,
         'at', to_char($6::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
       revision = revision + 1, updated_at = $6::timestamptz
     where project_id = $1 and id = $2 and late_report is null returning ${columns}`,
    [ctx.projectId, current.id, body.status, resultText(body), errorText(body), at],
  )
  if (!row) throw conflict('outcome-differs', 'Another late report came first.')
  await record(tx, ctx, 'approval.reported-late', current, row, { said: body.status, error: row.late_report?.error })
  return row
}

function sameWord(row: Row, said: string, body: OutcomeBody): Approval {
  if (said !== body.status) throw conflict('outcome-differs', `It was reported as ${said} before.`)
  return toApproval(row)
}

/** Results and errors are read by people: beyond these sizes the middle is left out, a report is never refused for them. */
const maxResult = 256 * 1024
const maxError = 20_000

function resultText(body: OutcomeBody): string {
  const text = JSON.stringify(body.result ?? null)
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxResult) return text
  const [head, tail] = [text.slice(0, 16_000), text.slice(-4_000)].map(part => part.toWellFormed())
  return JSON.stringify({ truncated: true, bytes, head, tail })
}

function errorText({ error }: OutcomeBody): string | null {
  if (error === undefined || error.length <= maxError) return error ?? null
  const left = error.length - maxError
  return `${error.slice(0, 15_000)}\n… ${left} characters left out …\n${error.slice(-5_000)}`.toWellFormed()
}
