import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listAllocationsContract } from './contract.ts'
import { toItem } from './item.ts'
import { readAllocations } from './read-allocation.ts'

export async function listAllocations(
  ctx: Context,
  { query: { agent } }: Input<typeof listAllocationsContract>,
): Promise<Output<typeof listAllocationsContract>> {
  await authorize(ctx, 'assignment.evaluate')
  return { items: (await readAllocations(ctx.db, ctx, agent)).map(toItem) }
}
