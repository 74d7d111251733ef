import type { Context } from '#lib/platform/context.ts'

const hourMs = 3_600_000
/** How much of the past is read. A round reads one day of it, so a new pipeline shows its drift within minutes. */
const farthestMs = 30 * 24 * hourMs
const stretchMs = 24 * hourMs

interface Spans {
  retriever: string
  agent: string | null
}

/**
 * Answers from when back the past of a pipeline is still unread. Every round reads the hours from `open` on anyway. If
 * the pipeline names other spans now, what the earlier ones showed is deleted. If nobody has looked for longer than the
 * open hours, the past is read once more.
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

/** The next stretch of the past to read, the newest first. Null: all of it was read. */
export function nextStretch(until: Date, now: Date): { from: Date; to: Date } | null {
  const farthest = Math.floor((now.getTime() - farthestMs) / hourMs) * hourMs
  if (until.getTime() <= farthest) return null
  return { from: new Date(Math.max(farthest, until.getTime() - stretchMs)), to: until }
}

/** Stores how far the past was read. */
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
