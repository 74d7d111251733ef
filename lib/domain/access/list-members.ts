import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listMembersContract } from './contract.ts'
import { selectMembers } from './members.ts'

/** Members of the project, newest first. The cursor is the last member's id. */
export async function listMembers(
  ctx: Context,
  { query }: Input<typeof listMembersContract>,
): Promise<Output<typeof listMembersContract>> {
  await authorize(ctx, 'members.manage')
  const found = await selectMembers(poolSql(ctx.db), ctx.projectId, query.limit + 1, query.cursor ?? null)
  const items = found.slice(0, query.limit)
  return { items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}
