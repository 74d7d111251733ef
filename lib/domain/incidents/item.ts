import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type IncidentItem, incidentItem } from './schemas.ts'

const time = (at: Date | null) => at && toRfc3339(at)

export function toItem(row: Prisma.IncidentModel): IncidentItem {
  const { projectId: _, openKey: __, sourceKind, sourceId, ownerId, ownerLabel, ...rest } = row
  return incidentItem.parse({
    ...rest,
    source: { kind: sourceKind, id: sourceId },
    owner: ownerId === null ? null : { id: ownerId, label: ownerLabel ?? ownerId },
    openedAt: toRfc3339(row.openedAt),
    acknowledgedAt: time(row.acknowledgedAt),
    resolvedAt: time(row.resolvedAt),
  })
}
