import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listPromptsContract } from './contract.ts'
import type { LabelRow } from './moves.ts'

const byName = listOrder('prompts', 'Prompt', [['name', 'text', 'asc']])

export async function listPrompts(
  ctx: Context,
  { query }: Input<typeof listPromptsContract>,
): Promise<Output<typeof listPromptsContract>> {
  await authorize(ctx, 'prompts.read')
  const { projectId, db } = ctx
  const inFolder = query.folder === undefined ? {} : { name: { startsWith: `${query.folder}/` } }
  const { rows, nextCursor } = await byName.read(query, ({ after, ...page }) =>
    db.prisma.prompt.findMany({ ...page, where: { projectId, ...inFolder, AND: after } }),
  )
  const labels = await db.prisma.promptLabel.findMany({
    where: { projectId, name: { in: rows.map(({ name }) => name) } },
    orderBy: { label: 'asc' },
  })
  const byPrompt = Map.groupBy(labels, row => row.name)
  return {
    nextCursor,
    items: rows.map(row => ({
      ...{ name: row.name, folder: row.folder, latest: row.latest, description: row.description, suite: row.suite },
      labels: (byPrompt.get(row.name) ?? []).map(row => ({
        ...{ label: row.label, version: row.version, revision: row.revision, movedBy: row.movedBy },
        ...{ movedAt: toRfc3339(row.movedAt), trial: trialOf(row) },
      })),
      ...{ updatedAt: toRfc3339(row.updatedAt), updatedBy: row.updatedBy },
    })),
  }
}

function trialOf({ candidate, environment, weightBps, rolloutId }: LabelRow) {
  if (candidate === null || environment === null || rolloutId === null) return null
  return { rolloutId, version: candidate, environment, weightBps }
}
