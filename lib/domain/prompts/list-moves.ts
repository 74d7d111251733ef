import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listMovesContract } from './contract.ts'
import { findPrompt } from './internal.ts'
import { toMove } from './moves.ts'

const newestFirst = listOrder('prompt moves', 'PromptLabelMove', [
  ['askedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/** Newest first. Throws 404. */
export async function listMoves(
  ctx: Context,
  { params: { name }, query }: Input<typeof listMovesContract>,
): Promise<Output<typeof listMovesContract>> {
  await authorize(ctx, 'prompts.read')
  await findPrompt(ctx.db, ctx, name)
  const { rows, nextCursor } = await newestFirst.read(query, ({ after, ...page }) =>
    ctx.db.prisma.promptLabelMove.findMany({ ...page, where: { projectId: ctx.projectId, name, AND: after } }),
  )
  return { items: rows.map(toMove), nextCursor }
}
