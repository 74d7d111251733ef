import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { ApprovalItem, Subject } from './schemas.ts'
import { summary, summaryOfCut } from './summary.ts'

// SQL: Prisma cannot read part of a text, and two hundred large ones would be 50 MB.

/** A list has the arguments themselves up to this many bytes. */
const smallBytes = 8 * 1024

export type Arguments = Pick<ApprovalItem, 'arguments' | 'summary'>

interface Row {
  id: string
  summary: string | null
  small: string | null
  head: string
}

/** The arguments of approvals as a list has them, by id. */
export async function itemArguments(ctx: Context, ids: readonly string[]): Promise<Map<string, Arguments>> {
  if (ids.length === 0) return new Map()
  const rows = await poolSql(ctx.db).query<Row>(
    `select id, summary, case when octet_length(subject) <= ${smallBytes} then subject end as small, left(subject, 1200) as head
     from approval where project_id = $1 and id = any($2::text[])`,
    [ctx.projectId, ids],
  )
  return new Map(rows.map(row => [row.id, argumentsOf(row)]))
}

function argumentsOf({ summary: stored, small, head }: Row): Arguments {
  if (small === null) return { arguments: null, summary: stored ?? summaryOfCut(head) }
  const args = (JSON.parse(small) as Subject).arguments
  return { arguments: args, summary: stored ?? summary(args) }
}
