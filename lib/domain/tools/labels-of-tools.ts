import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { squashed } from '#lib/shared/environment.ts'
import { toolConfig } from './contract.ts'

/** What tools touch, for many names at once, by the same rule as `registeredTool`. Null if no tool has a label. */
export async function labelsOfTools(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
): Promise<((tool: string) => string[]) | null> {
  const rows = await prisma.configObject.findMany({
    where: { projectId, kind: toolConfig.name, archivedAt: null },
    select: { slug: true, alias: true, body: true },
  })
  const labelled = rows
    .map(row => ({ slug: row.slug, alias: row.alias, labels: fieldsOf(toolConfig, row).labels }))
    .filter(({ labels }) => labels.length > 0)
  if (labelled.length === 0) return null
  return tool => {
    const alias = squashed(tool)
    const about = labelled.filter(entry => entry.slug === tool || (alias !== '' && entry.alias === alias))
    return [...new Set(about.flatMap(({ labels }) => labels))]
  }
}
