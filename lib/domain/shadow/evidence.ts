import { type Database, poolSql } from '#lib/platform/db/client.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { versionIn } from '#lib/shared/prompt-version.ts'

// SQL: PostgreSQL adds up squares, which Prisma cannot ask for.

interface Moments {
  n: number
  sum: number
  squares: number
}

interface ArmEvidence {
  pairs: number
  difference: Moments
}

interface PairEvidence extends ArmEvidence {
  /** The same pairs, compared with the anchor. */
  anchor: ArmEvidence
  coverage: number | null
}

/** What the pairs of a rollout show so far. */
export async function shadowEvidence(db: Database, projectId: string, rolloutId: string): Promise<PairEvidence> {
  const rows = await poolSql(db).query<{ arm: string; pairs: number } & Moments>(
    `select arm, count(*)::int as pairs, count(difference)::int as n, coalesce(sum(difference), 0) as sum,
       coalesce(sum(difference * difference), 0) as squares
     from shadow_pair where project_id = $1 and rollout_id = $2 and arm in ('shadow', 'anchor') group by arm`,
    [projectId, rolloutId],
  )
  const of = (arm: string): ArmEvidence => {
    const { pairs = 0, n = 0, sum = 0, squares = 0 } = rows.find(row => row.arm === arm) ?? {}
    return { pairs, difference: { n, sum, squares } }
  }
  const own = of('shadow')
  const coverage = await coverageOf(db, projectId, rolloutId, own.pairs)
  return { ...own, anchor: of('anchor'), coverage }
}

/** Pairs divided by the requests of production since the rollout began. Null if production had no requests. */
export async function coverageOf(
  { prisma }: Reader,
  projectId: string,
  rolloutId: string,
  pairs: number,
): Promise<number | null> {
  const row = await prisma.rollout.findUnique({ where: { projectId_id: { projectId, id: rolloutId } } })
  if (!row) return null
  const { agent, environment, baseline, prompt } = row
  if (prompt !== null) return share(pairs, await usesOf(prisma, row, prompt))
  const { _sum } = await prisma.rollup.aggregate({
    where: { projectId, grain: 60, bucket: { gte: row.createdAt }, environment, agent, release: baseline },
    _sum: { requests: true },
  })
  return share(pairs, Number(_sum.requests ?? 0))
}

const share = (pairs: number, requests: number) => (requests === 0 ? null : Math.min(1, pairs / requests))

/** Requests of production with the version that the label names now. */
async function usesOf(prisma: Reader['prisma'], row: Prisma.RolloutModel, prompt: string): Promise<number> {
  const { projectId, environment, baseline, createdAt } = row
  const version = String(versionIn(baseline))
  const { _sum } = await prisma.rollupPrompt.aggregate({
    where: { projectId, prompt, version, environment, bucket: { gte: createdAt } },
    _sum: { traces: true },
  })
  return Number(_sum.traces ?? 0)
}
