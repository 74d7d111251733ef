import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { projectSwitchContract } from './switch/contract.ts'

/** Whether all agents of the project are stopped. */
export async function getProjectSwitch(ctx: Context): Promise<Output<typeof projectSwitchContract>> {
  await authorize(ctx, 'project.read')
  const row = await ctx.db.prisma.projectSwitch.findUnique({ where: { projectId: ctx.projectId } })
  if (!row) return { enabled: true, by: null, reason: null, since: null }
  return { enabled: false, by: row.disabledBy, reason: row.reason, since: toRfc3339(row.disabledAt) }
}
