import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { getDemoContract } from './contract.ts'
import { demoFor } from './internal.ts'

/** Whether the demo fleet runs, and how far its history is. */
export async function getDemo(ctx: Context): Promise<Output<typeof getDemoContract>> {
  await authorize(ctx, 'project.read')
  return demoFor(ctx.db, ctx)
}
