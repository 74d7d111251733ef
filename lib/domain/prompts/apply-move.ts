import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { conflict } from '#lib/shared/problem.ts'
import { findLabel, type LabelRow } from './moves.ts'

export interface Move {
  name: string
  label: string
  version: number
  /** The revision of the label that the caller read; 0: the label did not exist. */
  onRevision: number
  evidence: object
  /** The rollout that holds the label and moves it. Left out: no rollout may hold it. */
  rolloutId?: string
}

/** While a rollout tries a version behind the label, only the rollout moves it. */
export const heldBy = (rolloutId: string) =>
  conflict(
    'held-by-rollout',
    `The rollout ${rolloutId} is moving this label in stages. Wait until it has ended, or roll it back.`,
    {
      rolloutId,
    },
  )

const notTried = { candidate: null, environment: null, weightBps: 0, rolloutId: null }

/** Points the label at the version by one conditional update, with audit entry and event. Throws 409 if it has moved since it was read, or a rollout holds it. */
export async function applyMove(tx: Tx, ctx: Context, move: Move): Promise<LabelRow> {
  const { projectId } = ctx
  const { name, label, version, onRevision, evidence, rolloutId = null } = move
  const before = await findLabel(tx, ctx, name, label)
  if (before?.rolloutId && before.rolloutId !== rolloutId) throw heldBy(before.rolloutId)
  const stands = { version, movedAt: await ctx.clock.now(tx), movedBy: ctx.actor.label }
  const key = { projectId, name, label }
  const [row] =
    onRevision === 0
      ? await tx.prisma.promptLabel.createManyAndReturn({
          data: { ...key, ...stands, revision: 1 },
          skipDuplicates: true,
        })
      : await tx.prisma.promptLabel.updateManyAndReturn({
          where: { ...key, revision: onRevision, rolloutId },
          data: { ...stands, ...notTried, revision: { increment: 1 } },
        })
  if (!row)
    throw conflict('stale-revision', 'The label has moved since it was read. Read it again.', {
      revision: before?.revision ?? 0,
    })
  await audit(tx, ctx, {
    action: 'prompt.label-moved',
    object: { type: 'prompt', id: name },
    before: { label, version: before?.version ?? null },
    after: { label, version },
    evidence,
  })
  await publish(tx, projectId, { topic: 'prompts', type: 'prompt.label-moved', ids: [name], revision: row.revision })
  return row
}
