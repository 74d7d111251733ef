import type { Reader } from '#lib/platform/db/transaction.ts'
import { versionIn } from '#lib/shared/prompt-version.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { isActive } from './engine/advance.ts'
import { readFreezes } from './read-freezes.ts'
import { gatesOf, proposalOf, type RolloutRow, spansOf, viewOf } from './row.ts'
import { type Freeze, isFrozen } from './rules.ts'
import type { RolloutItem } from './schemas.ts'

const timeOf = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : toRfc3339(new Date(ms)))
const orNull = (at: Date | null) => at && toRfc3339(at)

/** Rollouts in the form of the API, with the freezes that stop them at this moment. */
export async function toItems(reader: Reader, rows: readonly RolloutRow[], now: Date): Promise<RolloutItem[]> {
  const active = rows.find(({ endedAt }) => endedAt === null)
  const freezes = active ? await readFreezes(reader, active.projectId) : []
  return rows.map(row => itemOf(row, freezes, now.getTime()))
}

export async function toItem(reader: Reader, row: RolloutRow, now: Date): Promise<RolloutItem> {
  const freezes = row.endedAt === null ? await readFreezes(reader, row.projectId) : []
  return itemOf(row, freezes, now.getTime())
}

function itemOf(row: RolloutRow, freezes: readonly Freeze[], now: number): RolloutItem {
  const { progress, strategy } = viewOf(row)
  const spans = spansOf(row)
  const own = strategy.phases[progress.step]
  const runs = own && isActive(progress) && progress.state !== 'paused' ? progress.since + progress.pausedMs : null
  const dueAt = runs === null || !own ? null : runs + own.seconds * 1000
  const proposal = proposalOf(row)
  return {
    ...{ id: row.id, agent: row.agent, environment: row.environment },
    ...{ candidate: row.candidate, baseline: row.baseline, strategy: row.strategyName },
    anchor: strategy.shadow?.anchor ?? null,
    prompt: promptOf(row),
    ...{ state: progress.state, phase: progress.step < 0 ? null : progress.step },
    phases: strategy.phases.map((phase, step) => {
      const span = spans.find(one => one.step === step)
      return { ...phase, startedAt: timeOf(span?.from), endedAt: timeOf(span?.to) }
    }),
    frozen: freezes
      .filter(freeze => row.endedAt === null && isFrozen(freeze, row, now))
      .map(({ slug, reason }) => ({ freeze: slug, reason })),
    ...{ revision: row.revision, weightBps: row.weightBps, gates: gatesOf(row), whyNotPromoted: row.why },
    proposal: proposal && {
      ...{ action: proposal.action, gate: proposal.gate, by: proposal.by, reason: proposal.reason },
    },
    ...{ readUpTo: orNull(row.readUpTo), nextCheckAt: orNull(row.nextCheckAt), dueAt: timeOf(dueAt) },
    holdEndsAt: dueAt === null || !own ? null : timeOf(dueAt + own.holdSeconds * 1000 + progress.extraHoldMs),
    ...{ createdAt: toRfc3339(row.createdAt), createdBy: row.createdBy },
    ...{ endedAt: orNull(row.endedAt), endedBy: row.endedBy },
  }
}

function promptOf({ prompt, promptLabel, baseline, candidate }: RolloutRow): RolloutItem['prompt'] {
  if (prompt === null || promptLabel === null) return null
  return { name: prompt, label: promptLabel, baseline: versionIn(baseline), candidate: versionIn(candidate) }
}
