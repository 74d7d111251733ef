import type { Context } from '#lib/platform/context.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'

type Project = Pick<Context, 'projectId'>

/** What a run has touched, by the labels of the tools that it was let use; before `at` where that is asked for. */
export async function labelsOf(
  { prisma }: Reader,
  { projectId }: Project,
  { agent, run, before }: { agent: string; run: string | null; before?: Date },
): Promise<string[]> {
  if (run === null) return []
  const rows = await prisma.runLabel.findMany({
    where: { projectId, agent, run, ...(before ? { at: { lte: before } } : {}) },
    select: { label: true },
  })
  return rows.map(({ label }) => label)
}

/** Keeps that the run was let use a tool that touches these. */
export async function touch(
  tx: Tx | Reader,
  { projectId }: Project,
  {
    agent,
    run,
    tool,
    labels,
    at,
  }: { agent: string; run: string | null; tool: string; labels: readonly string[]; at: Date },
): Promise<void> {
  if (run === null || labels.length === 0) return
  await tx.prisma.runLabel.createMany({
    data: labels.map(label => ({ projectId, agent, run, label, tool, at })),
    skipDuplicates: true,
  })
}
