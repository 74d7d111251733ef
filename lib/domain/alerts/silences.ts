import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { SilenceRule } from './rules.ts'
import type { Labels, SilenceItem } from './schemas.ts'

/** Silences that apply at a time. */
export async function silencesAt({ prisma }: Reader, projectId: string, at: Date): Promise<SilenceRule[]> {
  const rows = await prisma.alertSilence.findMany({ where: { projectId, endedAt: null, until: { gt: at } } })
  return rows.map(({ rule, labels, until }) => ({ rule, labels: labels as Labels, until: until.getTime() }))
}

export const toSilence = (row: Prisma.AlertSilenceModel): SilenceItem => ({
  ...{ id: row.id, rule: row.rule, labels: row.labels as Labels, reason: row.reason, createdBy: row.createdBy },
  createdAt: toRfc3339(row.createdAt),
  until: toRfc3339(row.until),
  endedAt: row.endedAt && toRfc3339(row.endedAt),
  endedBy: row.endedBy,
})
