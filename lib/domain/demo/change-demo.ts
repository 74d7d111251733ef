import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { changeDemoContract } from './contract.ts'
import { demoFor, demoOfAdministrator } from './internal.ts'

/** Pauses the fleet within a minute, or continues it. Throws 404 if the caller is not an administrator of a demo. */
export async function changeDemo(
  ctx: Context,
  { body: { live } }: Input<typeof changeDemoContract>,
): Promise<Output<typeof changeDemoContract>> {
  await authorize(ctx, 'projects.manage')
  return transaction(ctx.db, async tx => {
    const { id } = await demoOfAdministrator(tx, ctx)
    await tx.prisma.demoFleet.update({ where: { projectId: id }, data: { live } })
    await audit(tx, ctx, { action: 'demo.changed', object: { type: 'project', id }, after: { live } })
    return demoFor(tx, { ...ctx, projectId: id })
  })
}
