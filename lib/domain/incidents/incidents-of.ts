import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Source } from './schemas.ts'

/** For each source, the newest unresolved incident that it has added to. */
export async function incidentsOf(
  { prisma }: Reader,
  projectId: string,
  kind: Source,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const entries = await prisma.incidentEntry.findMany({
    where: { projectId, sourceKind: kind, sourceId: { in: [...ids] } },
    distinct: ['sourceId', 'incidentId'],
    select: { sourceId: true, incidentId: true },
  })
  const open = await prisma.incident.findMany({
    where: { projectId, id: { in: entries.map(one => one.incidentId) }, state: { not: 'resolved' } },
    orderBy: { openedAt: 'asc' },
    select: { id: true },
  })
  return new Map(
    open.flatMap(({ id }) =>
      entries.flatMap(({ sourceId, incidentId }) => (incidentId === id && sourceId ? [[sourceId, id] as const] : [])),
    ),
  )
}
