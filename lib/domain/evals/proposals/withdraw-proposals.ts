import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { OutputRow } from '../runs/schemas.ts'

/**
 * A trace may arrive before the eval run that says which scenario it answers. This takes back the automatic proposal of
 * such a trace. What a person proposed or decided stays.
 */
export async function withdrawProposals(
  tx: Tx,
  projectId: string,
  rows: readonly Pick<OutputRow, 'traceId'>[],
): Promise<void> {
  const traces = [...new Set(rows.flatMap(({ traceId }) => traceId ?? []))]
  if (traces.length === 0) return
  const { count } = await tx.prisma.evalProposal.deleteMany({
    where: { projectId, traceId: { in: traces }, state: 'waiting', why: { in: ['failed', 'low-score'] } },
  })
  if (count > 0) await publish(tx, projectId, { topic: 'evals', type: 'eval-proposal.changed', ids: [] })
}
