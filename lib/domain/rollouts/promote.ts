import { enqueue } from '#lib/domain/channels/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import { act, notPossible } from './act.ts'
import type { promoteRolloutContract, skipGateContract } from './contract.ts'
import { nextStep, skippableGates } from './engine/advance.ts'
import { newsOf } from './news.ts'
import { readEvidence } from './read-evidence.ts'
import { channelsOf, gatesOf, json, type Proposal, proposalOf, type RolloutRow, viewOf } from './row.ts'

/** Whether the engine would have promoted it, if it did not wait for a person. */
function isProven(row: RolloutRow): boolean {
  const gates = gatesOf(row)
  const isDone = gates.length > 0 && gates.every(({ verdict }) => verdict === 'PASS' || verdict === 'SKIPPED')
  return row.state === 'holding' && isDone
}

/** The label is guarded: no person alone can give the version to everybody. */
function takesTwo(row: RolloutRow): boolean {
  const { progress, strategy } = viewOf(row)
  return row.prompt !== null && strategy.phases[progress.step]?.approval === true
}

type Asked = Pick<Proposal, 'action' | 'gate' | 'reason'>

/**
 * For what needs two people: stores the first one's proposal and answers the rollout with it, or throws. Null: this is
 * the second person.
 */
async function firstOfTwo(
  tx: Tx,
  ctx: Context,
  row: RolloutRow,
  { at, ...asked }: Asked & { at: Date },
): Promise<RolloutRow | null> {
  const { actor, projectId } = ctx
  const known = proposalOf(row)
  const isSame = known?.action === asked.action && known.gate === asked.gate
  if (known && isSame && known.byId !== actor.id) {
    if (actor.kind === 'user') return null
    throw conflict('second-approver', 'The second to agree must be a person.', { revision: row.revision })
  }
  if (known && isSame)
    throw conflict('second-approver', `${known.by} has proposed it. Somebody else must agree.`, {
      revision: row.revision,
    })
  const proposal: Proposal = { ...asked, byId: actor.id ?? '', by: actor.label }
  const [kept] = await tx.prisma.rollout.updateManyAndReturn({
    where: { projectId, id: row.id, revision: row.revision },
    data: { proposal: json(proposal), revision: row.revision + 1 },
  })
  if (!kept) throw conflict('stale-revision', 'It changed meanwhile. Read it again.')
  const object = { type: 'rollout', id: row.id }
  await audit(tx, ctx, { action: 'rollout.proposed', object, after: { ...asked }, evidence: { gates: gatesOf(row) } })
  await publish(tx, projectId, { topic: 'rollouts', type: 'rollout.changed', ids: [row.id], revision: kept.revision })
  const message = `${actor.label}: ${asked.reason}`
  const told = { action: 'rollout.proposed', rule: 'person', message, gates: gatesOf(row), at }
  await enqueue(tx, ctx, channelsOf(row), newsOf(kept, kept, told))
  return kept
}

export const promoteRollout = (
  ctx: Context,
  input: Input<typeof promoteRolloutContract>,
): Promise<Output<typeof promoteRolloutContract>> =>
  act(ctx, input, async (tx, row, now) => {
    const { progress, strategy } = viewOf(row)
    const evidence = (await readEvidence(ctx, [row])).get(row.id)
    const held = evidence?.holds[0]
    if (held !== undefined) throw conflict('frozen', held, { revision: row.revision })
    if (evidence?.incident || evidence?.breaker) throw notPossible(row, 'It is about to be rolled back.')
    const before = proposalOf(row)
    if (!isProven(row) || takesTwo(row)) {
      const kept = await firstOfTwo(tx, ctx, row, { action: 'promote', gate: null, reason: input.body.reason, at: now })
      if (kept) return kept
    }
    return {
      next: nextStep(progress, strategy, now.getTime()),
      ...{ rule: 'person', action: 'rollout.promoted', evidence: { ...evidence, proposedBy: before?.by ?? null } },
    }
  })

export const skipGate = (
  ctx: Context,
  input: Input<typeof skipGateContract>,
): Promise<Output<typeof skipGateContract>> =>
  act(ctx, input, async (tx, row, at) => {
    const { gate, reason } = input.body
    const { progress } = viewOf(row)
    if (gate === 'safety') throw notPossible(row, 'Safety cannot be skipped.')
    if (!skippableGates(viewOf(row)).includes(gate)) throw notPossible(row, `This step has no gate ${gate}.`)
    if (progress.skipped.some(one => one.gate === gate)) throw notPossible(row, 'It is skipped already.')
    const before = proposalOf(row)
    const kept = await firstOfTwo(tx, ctx, row, { action: 'skip-gate', gate, reason, at })
    if (kept) return kept
    const by = `${before?.by ?? ''} and ${ctx.actor.label}`
    return {
      next: { ...progress, skipped: [...progress.skipped, { gate, by, reason }] },
      ...{ rule: 'person', action: 'rollout.gate_skipped', evidence: { gate, by } },
    }
  })
