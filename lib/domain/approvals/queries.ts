import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { badRequest } from '#lib/shared/problem.ts'
import { columns, findApproval, type Row, toApproval } from './internal.ts'
import type { ApprovalDetail, ApprovalPage, DecisionKind, ListQuery } from './schemas.ts'

const groups = {
  waiting: "status in ('pending', 'unknown')",
  decided: "status not in ('pending', 'unknown')",
  all: 'true',
} as const

/** Waiting ones by what expires first, others newest first. */
export async function listApprovals(ctx: Context, query: ListQuery): Promise<ApprovalPage> {
  await authorize(ctx, 'approvals.read')
  const sql = poolSql(ctx.db)
  const offset = query.cursor === undefined ? 0 : Number(query.cursor)
  if (!Number.isSafeInteger(offset) || offset < 0) throw badRequest('This cursor is not one of ours.', 'query.cursor')
  const order = query.status === 'waiting' ? 'approval.expires_at, id' : 'approval.requested_at desc, id desc'
  const rows = await sql.query<Row>(
    `select ${columns} from approval where project_id = $1 and ${groups[query.status]} and ($3::text is null or agent = $3)
     order by ${order} offset $2 limit ${query.limit + 1}`,
    [ctx.projectId, offset, boundAgent(ctx)],
  )
  const [count] = await sql.query<{ waiting: number }>(
    `select count(*)::int as waiting from approval where project_id = $1 and ${groups.waiting} and ($2::text is null or agent = $2)`,
    [ctx.projectId, boundAgent(ctx)],
  )
  const nextCursor = rows.length > query.limit ? String(offset + query.limit) : null
  return { items: rows.slice(0, query.limit).map(toApproval), nextCursor, waiting: count?.waiting ?? 0 }
}

/** A key bound to one agent sees only that agent's. */
const boundAgent = (ctx: Context) => (ctx.actor.kind === 'key' ? ctx.actor.agent : null)

/** One approval with what was decided in similar cases in the last 30 days. */
export async function getApproval(ctx: Context, id: string): Promise<ApprovalDetail> {
  await authorize(ctx, 'approvals.follow', { type: 'approval', id })
  const sql = poolSql(ctx.db)
  const row = await findApproval(sql, ctx, id)
  return { ...toApproval(row), similar: await similarTo(sql, ctx, row) }
}

interface Past {
  approved: number
  rejected: number
  kind: DecisionKind | null
  by: string | null
  at: string | null
  comment: string | null
}

async function similarTo(sql: Sql, ctx: Context, row: Row): Promise<ApprovalDetail['similar']> {
  const [past] = await sql.query<Past>(
    `with past as (
       select * from approval where project_id = $1 and tool = $2 and agent = $3 and id <> $4 and decided_by <> 'policy'
         and decided_at > now() - interval '30 days'
     )
     select (count(*) filter (where decision_kind in ('approve', 'edit')))::int as approved,
       (count(*) filter (where decision_kind in ('reject', 'respond')))::int as rejected,
       (select decision_kind from past order by decided_at desc limit 1) as kind,
       (select decider_label from past order by decided_at desc limit 1) as by,
       (select to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from past order by decided_at desc limit 1) as at,
       (select decision_comment from past order by decided_at desc limit 1) as comment
     from past`,
    [ctx.projectId, row.tool, row.agent, row.id],
  )
  const last =
    past?.kind && past.by && past.at ? { kind: past.kind, by: past.by, at: past.at, comment: past.comment } : null
  return { approved: past?.approved ?? 0, rejected: past?.rejected ?? 0, last }
}
