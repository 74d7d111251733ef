import { closeProject, forgetProject } from '#lib/domain/projects/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Output } from '#lib/shared/contract.ts'
import type { removeDemoContract } from './contract.ts'
import { demoOfAdministrator } from './internal.ts'

/** Removes the whole demo, from whichever project is open. It contains nobody's work, so no name has to be typed. */
export async function removeDemo(ctx: Context): Promise<Output<typeof removeDemoContract>> {
  await authorize(ctx, 'projects.manage')
  const keyHashes = await transaction(ctx.db, async tx => closeProject(tx, ctx, await demoOfAdministrator(tx, ctx)))
  forgetProject(keyHashes)
  return { state: 'none', project: null, days: 0, filledDays: 0, failure: null }
}
