import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Outcome } from './schemas.ts'

/** One answer of a guardrail, as it is counted. */
export interface Answered {
  name: string
  stage: string
  outcome: Outcome
  agent: string | null
  environment: string | null
  release: string | null
  at: Date
}

/** Adds answers to the counts by the hour, and tells who looks at them. */
export async function countAnswers(tx: Tx, projectId: string, answers: readonly Answered[]): Promise<void> {
  const counts = new Map<string, ReturnType<typeof keyOf> & { count: number }>()
  for (const answer of answers) {
    const key = keyOf(projectId, answer)
    const id = JSON.stringify(key)
    counts.set(id, { ...key, count: (counts.get(id)?.count ?? 0) + 1 })
  }
  // In one order for all writers, so that they wait for each other and never deadlock.
  for (const [, { count, ...key }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await tx.prisma.guardrailCount.upsert({
      where: { projectId_hour_name_stage_agent_environment_release_outcome: key },
      create: { ...key, count },
      update: { count: { increment: count } },
    })
  }
  if (counts.size > 0) await publish(tx, projectId, { topic: 'guardrails', type: 'guardrail.answered', ids: [] })
}

function keyOf(projectId: string, { name, stage, outcome, agent, environment, release, at }: Answered) {
  const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
  const known = { agent: agent ?? '', environment: environment ?? '', release: release ?? '' }
  return { projectId, hour, name, stage, ...known, outcome }
}
