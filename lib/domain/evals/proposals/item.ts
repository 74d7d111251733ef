import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type ProposalItem, proposalItem } from './schemas.ts'

type Row = Prisma.EvalProposalModel

/** Proposals with the input and outcome of their traces; null if a trace was deleted. */
export async function toProposals(
  reader: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  rows: readonly Row[],
): Promise<ProposalItem[]> {
  const traces = await reader.prisma.trace.findMany({
    where: { projectId, traceId: { in: rows.map(({ traceId }) => traceId) } },
    select: { traceId: true, inputPreview: true, outputPreview: true },
  })
  const byId = new Map(traces.map(trace => [trace.traceId, trace]))
  return rows.map(({ projectId: _, ...row }) => {
    const trace = byId.get(row.traceId)
    return proposalItem.parse({
      ...row,
      ...{ input: trace?.inputPreview ?? null, output: trace?.outputPreview ?? null },
      ...{ proposedAt: toRfc3339(row.proposedAt), decidedAt: row.decidedAt && toRfc3339(row.decidedAt) },
    })
  })
}
