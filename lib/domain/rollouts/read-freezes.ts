import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import { freezeConfig } from './contract.ts'
import type { Freeze } from './rules.ts'

export const readFreezes = (reader: Reader, projectId: string): Promise<Freeze[]> =>
  readConfigs(reader, projectId, freezeConfig)

/** Checks all active rollouts again at once, because pages show the result of the last check. */
export async function lookAgain(tx: Tx, ctx: Pick<Context, 'clock' | 'projectId'>): Promise<void> {
  const nextCheckAt = await ctx.clock.now(tx)
  await tx.prisma.rollout.updateMany({ where: { projectId: ctx.projectId, endedAt: null }, data: { nextCheckAt } })
}
