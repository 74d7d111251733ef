import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { getApprovalContract } from './contract.ts'
import { findApproval, type Row, toApproval } from './internal.ts'
import type { ApprovalDetail, DecisionKind } from './schemas.ts'
import { whenAnswered } from './wait.ts'

/**
 * One approval with what was decided in similar cases in the last 30 days. With `wait`, as soon as it is decided, or
 * after so many seconds as it then is.
 */
export async function getApproval(
  ctx: Context,
  { params: { id }, query: { wait } }: Input<typeof getApprovalContract>,
): Promise<Output<typeof getApprovalContract>> {
  await authorize(ctx, 'approvals.follow', { type: 'approval', id })
  const read = () => readDetail(ctx, id)
  return wait ? whenAnswered(ctx, id, wait, read) : read()
}

async function readDetail(ctx: Context, id: string): Promise<ApprovalDetail> {
  const sql = poolSql(ctx.db)
  const row = await findApproval(sql, ctx, id)
  return { ...toApproval(row), similar: await similarTo(sql, ctx, row) }
}

interface Past {
  approved: number
  rejected: number
}

interface Last {
  kind: DecisionKind
  by: string
  at: string
  comment: string | null
}

const similarSql = `from approval where project_id = $1 and tool = $2 and agent = $3 and id <> $4 and decided_by <> 'policy'
  and approval.decided_at > $5::timestamptz - interval '30 days'`

async function similarTo(sql: Sql, ctx: Context, row: Row): Promise<ApprovalDetail['similar']> {
  const values = [ctx.projectId, row.tool, row.agent, row.id, (await ctx.clock.now(sql)).toISOString()]
  const [past] = await sql.query<Past>(
    `select (count(*) filter (where decision_kind in ('approve', 'edit')))::int as approved,
       (count(*) filter (where decision_kind in ('reject', 'respond')))::int as rejected ${similarSql}`,
    values,
  )
  const [last] = await sql.query<Last>(
    `select decision_kind as kind, decider_label as by, decision_comment as comment,
       to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at ${similarSql}
     order by approval.decided_at desc limit 1`,
    values,
  )
  return { approved: past?.approved ?? 0, rejected: past?.rejected ?? 0, last: last ?? null }
}
