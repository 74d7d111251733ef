import { setAllocation } from '#lib/domain/assignment/index.ts'
import { enqueue } from '#lib/domain/channels/index.ts'
import { endTrial, tryVersion } from '#lib/domain/prompts/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { versionIn } from '#lib/shared/prompt-version.ts'
import { isActive } from './engine/advance.ts'
import type { Decision, Evidence } from './engine/types.ts'
import { newsOf } from './news.ts'
import { channelsOf, json, type RolloutRow, type Span, spansOf } from './row.ts'

export interface Move extends Decision {
  transition: { rule: string; message: string }
  /** The action in the audit: `rollout.promoted`. */
  action: string
  /** What was known. It is stored with the transition. */
  evidence: Evidence | Record<string, unknown>
  at: Date
}

/**
 * Moves a rollout, once, by an update on its state, step and revision. The caller's transaction contains who gets which
 * release, the transition, audit, event and the messages to channels. Null if somebody else has moved it meanwhile.
 */
export async function moveRollout(tx: Tx, ctx: Context, row: RolloutRow, move: Move): Promise<RolloutRow | null> {
  const { next, weightBps, transition, at, action } = move
  const { projectId } = ctx
  // Whoever changes allocations takes the lock of the audit first, so that nobody waits in a circle.
  await lockAudit(tx, projectId)
  const ends = !isActive(next)
  const [moved] = await tx.prisma.rollout.updateManyAndReturn({
    where: { projectId, id: row.id, state: row.state, step: row.step, revision: row.revision },
    data: {
      ...{ state: next.state, step: next.step, revision: row.revision + 1, weightBps, why: move.why },
      ...{ progress: json(next), gates: json(move.gates), spans: json(spansAfter(row, next.step, at, ends)) },
      ...{ proposal: null as never, nextCheckAt: move.nextCheckAt === null ? null : new Date(move.nextCheckAt) },
      ...('readUpTo' in move.evidence ? { readUpTo: new Date(Number(move.evidence.readUpTo)) } : {}),
      ...(ends ? { endedAt: at, endedBy: transition.rule } : {}),
    },
  })
  if (!moved) return null
  await serve(tx, ctx, moved, `${action}: ${transition.message}`)
  const { rule, message } = transition
  await recordTransition(tx, ctx, {
    ...{ machine: 'rollout', id: row.id, revision: moved.revision, from: nameOf(row), to: nameOf(moved) },
    ...{ rule, message, at, action, evidence: { ...move.evidence, gates: move.gates, weightBps } },
    event: { topic: 'rollouts', type: 'rollout.changed', ids: [row.id], revision: moved.revision },
  })
  await enqueue(tx, ctx, channelsOf(moved), newsOf(row, moved, { action, rule, message, gates: move.gates, at }))
  return moved
}

const nameOf = ({ state, step }: Pick<RolloutRow, 'state' | 'step'>) => (step < 0 ? state : `${state} ${step}`)

function spansAfter(row: RolloutRow, step: number, at: Date, ends: boolean): Span[] {
  const closed = spansOf(row).map(span =>
    span.to === null && (ends || span.step !== step) ? { ...span, to: at.getTime() } : span,
  )
  const isNew = step >= 0 && !ends && !closed.some(span => span.step === step)
  return isNew ? [...closed, { step, from: at.getTime(), to: null }] : closed
}

/**
 * Changes who gets which release or which version of a prompt. Code, model and prompts change together, because a
 * release is all of them.
 */
export async function serve(tx: Tx, ctx: Context, row: RolloutRow, reason: string): Promise<void> {
  if (row.prompt !== null) return serveVersion(tx, ctx, row, reason)
  const { id, agent, environment, baseline, candidate, weightBps, state } = row
  const base = { agent, environment, seed: id, by: id, reason: reason.slice(0, 1_000) }
  if (row.endedAt === null) await setAllocation(tx, ctx, { ...base, baseline, candidate, weightBps, rolloutId: id })
  else {
    const served = state === 'succeeded' ? candidate : baseline
    await setAllocation(tx, ctx, { ...base, baseline: served, candidate: null, weightBps: 0, rolloutId: null })
  }
}

/**
 * The label moves when everybody has the candidate and the rollout has ended. Until then only callers of the label get
 * another version.
 */
async function serveVersion(tx: Tx, ctx: Context, row: RolloutRow, reason: string): Promise<void> {
  const { id: rolloutId, environment, weightBps, state } = row
  const trial = { name: row.prompt ?? '', label: row.promptLabel ?? '', rolloutId }
  if (row.endedAt === null)
    return tryVersion(tx, ctx, { ...trial, candidate: versionIn(row.candidate), environment, weightBps })
  return endTrial(tx, ctx, { ...trial, promoted: state === 'succeeded', reason: reason.slice(0, 1_000) })
}
