import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { revokeSessionContract } from '../contract.ts'
import { endOwnSessions } from './end-own-sessions.ts'

/** Ends one session of the caller. Throws 404 for one that is over or another person's. */
export async function revokeSession(
  ctx: Context,
  { params }: Input<typeof revokeSessionContract>,
): Promise<Output<typeof revokeSessionContract>> {
  await authorize(ctx, 'account.self')
  const sessions = await endOwnSessions(ctx, params.id)
  if (sessions === 0) throw notFound('session')
  return { sessions }
}
