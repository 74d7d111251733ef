import type { Context } from '#lib/platform/context.ts'

const hourMs = 3_600_000
/** So much of the past is read, and a day of it in a round: a pipeline that is new shows its drift within minutes. */
const farthestMs = 30 * 24 * hourMs
const stretchMs = 24 * hourMs

interface Spans {
  retriever: string
  agent: string | null
}

/**
 * Until where the past of a pipeline still has to be read, before the hours from `open` on, which every round reads. What
 * other spans showed goes; and where nobody looked for longer than these hours, the past is read once more.
 */
export async function unreadUntil(
  { db, projectId }: Context,
  pipeline: string,
  { retriever, agent }: Spans,
  open: Date,
): Promise<Date> {
  const row = await db.prisma.ragWatch.findUnique({ where: { projectId_pipeline: { projectId, pipeline } } })
  if (!row) return open
  if (row.retriever !== retriever || row.agent !== agent) {
    await db.prisma.ragHour.deleteMany({ where: { projectId, pipeline } })
    return open
  }
  return row.lookedAt < open ? open : row.readBackTo
}

/** Pure: the next stretch of the past, the newest first; null: all of it was read. */
export function nextStretch(until: Date, now: Date): { from: Date; to: Date } | null {
  const farthest = Math.floor((now.getTime() - farthestMs) / hourMs) * hourMs
  if (until.getTime() <= farthest) return null
  return { from: new Date(Math.max(farthest, until.getTime() - stretchMs)), to: until }
}

/** Keeps how far the past was read. */
export async function keepReadBack(
  { db, projectId }: Context,
  pipeline: string,
  of: Spans & { readBackTo: Date; lookedAt: Date },
): Promise<void> {
  await db.prisma.ragWatch.upsert({
    where: { projectId_pipeline: { projectId, pipeline } },
    create: { projectId, pipeline, ...of },
    update: of,
  })
}
