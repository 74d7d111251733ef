import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { submit } from './batcher.ts'
import type { extendPermitContract, tellPermitContract } from './contract.ts'

/** What became of a permitted step: charged once, and told to the breakers that it passed. */
export async function tellPermit(
  ctx: Context,
  { params: { id }, body }: Input<typeof tellPermitContract>,
): Promise<Output<typeof tellPermitContract>> {
  await authorize(ctx, 'permits.ask', { type: 'permit', id })
  return submit({ ctx, operation: { kind: 'tell', id, body } })
}

/** Keeps the reservation of a step that takes long. */
export async function extendPermit(
  ctx: Context,
  { params: { id }, body }: Input<typeof extendPermitContract>,
): Promise<Output<typeof extendPermitContract>> {
  await authorize(ctx, 'permits.ask', { type: 'permit', id })
  return submit({ ctx, operation: { kind: 'extend', id, seconds: body.seconds } })
}
