import { audit } from '#lib/platform/audit/write.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { ConfigContracts, ConfigRecord } from '#lib/shared/config/contracts.ts'
import { notFound } from '#lib/shared/problem.ts'
import { lockRow } from './lock.ts'
import { toRecord } from './rows.ts'
import { type ConfigRules, requireRevision } from './rules.ts'

/** Archives it; its content stays. Throws 404 where there is none, or 409 `stale-revision`. */
export function archiveConfig(
  ctx: Context,
  kind: ConfigContracts,
  rules: ConfigRules,
  { slug, expectedRevision }: { slug: string; expectedRevision: number | undefined },
) {
  return change(ctx, async tx => {
    const before = await lockRow(tx, ctx.projectId, kind.name, slug)
    if (before === null || before.archivedAt !== null) throw notFound(kind.name)
    requireRevision(before, expectedRevision)
    const now = await ctx.clock.now(tx)
    const row = await tx.prisma.configObject.update({
      where: { projectId_kind_slug: { projectId: ctx.projectId, kind: kind.name, slug } },
      data: {
        revision: { increment: 1 },
        archivedAt: now,
        ...{ updatedAt: now, updatedBy: ctx.actor.id, updatedByLabel: ctx.actor.label },
      },
    })
    await audit(tx, ctx, {
      action: `${kind.name}.archived`,
      object: { type: kind.name, id: slug },
      before: { archived: false },
      after: { archived: true },
      evidence: { revision: row.revision },
    })
    await rules.keep?.(tx, ctx, 'archived', row)
    await publish(tx, ctx.projectId, rules.announce('archived', slug, row.revision))
    return toRecord(kind, row) as ConfigRecord
  })
}
