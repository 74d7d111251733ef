import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listKeysContract } from './contract.ts'
import { selectKeys } from './queries.ts'

/** Keys of the project, newest first. The cursor is the last key's id. */
export async function listKeys(
  ctx: Context,
  { query }: Input<typeof listKeysContract>,
): Promise<Output<typeof listKeysContract>> {
  await authorize(ctx, 'keys.manage')
  const found = await selectKeys(poolSql(ctx.db), ctx.projectId, query.limit + 1, query.cursor ?? null)
  const items = found.slice(0, query.limit)
  return { items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}
