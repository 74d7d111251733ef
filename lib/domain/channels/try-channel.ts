import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { channelConfig, type testChannelContract } from './contract.ts'
import { sendOne } from './deliver.ts'
import { enqueue } from './enqueue.ts'
import { toItem } from './item.ts'

/** Sends a test message and answers the result. If it fails it is tried again later, like any other message. */
export async function tryChannel(
  ctx: Context,
  { params: { slug } }: Input<typeof testChannelContract>,
): Promise<Output<typeof testChannelContract>> {
  const object = { type: channelConfig.name, id: slug }
  await authorize(ctx, 'channels.manage', object)
  const row = await transaction(ctx.db, async tx => {
    if (!(await readConfig(tx, ctx, channelConfig, slug))) throw notFound(channelConfig.name)
    const [id = ''] = await enqueue(tx, ctx, [slug], {
      ...{ type: 'channel.test', title: 'Test from Holdpoint', severity: 'info', state: 'open', path: '/' },
      text: `${ctx.actor.label} sent this to see that the channel ${slug} works.`,
      key: `channel-test/${slug}`,
      at: toRfc3339(await ctx.clock.now(tx)),
    })
    await audit(tx, ctx, { action: 'channel.tested', object, evidence: { delivery: id } })
    return tx.prisma.delivery.findUniqueOrThrow({ where: { projectId_id: { projectId: ctx.projectId, id } } })
  })
  // If a worker was faster, the row says how far it is.
  const sent = await sendOne(ctx, row)
  const where = { projectId_id: { projectId: ctx.projectId, id: row.id } }
  return toItem(sent ?? (await ctx.db.prisma.delivery.findUniqueOrThrow({ where })), slug)
}
