import type { Reader } from '#lib/platform/db/transaction.ts'

interface Moments {
  n: number
  sum: number
  squares: number
}

export interface PairEvidence {
  pairs: number
  difference: Moments
  coverage: number | null
}

/** What the pairs of a rollout tell so far. */
export async function shadowEvidence(reader: Reader, projectId: string, rolloutId: string): Promise<PairEvidence> {
  const rows = await reader.prisma.shadowPair.findMany({
    where: { projectId, rolloutId, arm: 'shadow' },
    select: { difference: true },
  })
  const difference = { n: 0, sum: 0, squares: 0 }
  for (const { difference: one } of rows) {
    if (one === null) continue
    difference.n++
    difference.sum += one
    difference.squares += one * one
  }
  return { pairs: rows.length, difference, coverage: await coverageOf(reader, projectId, rolloutId, rows.length) }
}

/** Pairs over the requests of production since the rollout began; null where production was asked nothing. */
export async function coverageOf(
  { prisma }: Reader,
  projectId: string,
  rolloutId: string,
  pairs: number,
): Promise<number | null> {
  const row = await prisma.rollout.findUnique({ where: { projectId_id: { projectId, id: rolloutId } } })
  if (!row) return null
  const { agent, environment, baseline } = row
  const { _sum } = await prisma.rollup.aggregate({
    where: { projectId, grain: 60, bucket: { gte: row.createdAt }, environment, agent, release: baseline },
    _sum: { requests: true },
  })
  const requests = Number(_sum.requests ?? 0)
  return requests === 0 ? null : Math.min(1, pairs / requests)
}
