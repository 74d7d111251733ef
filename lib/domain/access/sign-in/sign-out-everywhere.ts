import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { signOutEverywhereContract } from '../contract.ts'
import { endOwnSessions } from './end-own-sessions.ts'

/** Ends every session of the caller, this one included. */
export async function signOutEverywhere(ctx: Context): Promise<Output<typeof signOutEverywhereContract>> {
  await authorize(ctx, 'account.self')
  return { sessions: await endOwnSessions(ctx) }
}
