import { requestApproval } from '#lib/domain/approvals/index.ts'
import { audit, lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader, Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { applyMove, heldBy } from './apply-move.ts'
import type { moveLabelContract } from './contract.ts'
import { findPrompt, newest } from './internal.ts'
import { findLabel, type MoveRow, toMove } from './moves.ts'

type Answer = Output<typeof moveLabelContract>

interface Asked {
  name: string
  label: string
  version: number
  reason: string | null
  expectedRevision: number | undefined
}

/**
 * Points a label at a version. A guarded label waits for a person. Throws 404, 409 `stale-revision`, `move-waiting` or
 * `held-by-rollout`, and 422.
 */
export async function moveLabel(
  ctx: Context,
  { params: { name, label }, body }: Input<typeof moveLabelContract>,
): Promise<Answer> {
  await authorize(ctx, 'prompts.release', { type: 'prompt', id: name })
  if (label === newest) throw invalid('latest is always the newest version. It cannot be moved.', 'path.label')
  const asked = {
    name,
    label,
    version: body.version,
    reason: body.reason ?? null,
    expectedRevision: body.expectedRevision,
  }
  const { guardedLabels } = await findPrompt(ctx.db, ctx, name)
  return guardedLabels.includes(label) ? askToMove(ctx, asked) : change(ctx, tx => moveAtOnce(tx, ctx, asked))
}

/** Moves a label without approval: for labels that are not guarded, and for rollbacks. */
export async function moveAtOnce(tx: Tx, ctx: Context, asked: Asked): Promise<Answer> {
  await lockAudit(tx, ctx.projectId)
  const from = await readLabel(tx, ctx, asked)
  const { name, label, version, reason } = asked
  if (from?.version === version) return { name, label, version, revision: from.revision, move: null }
  const onRevision = from?.revision ?? 0
  const row = await applyMove(tx, ctx, { name, label, version, onRevision, evidence: { reason } })
  const move = await keepMove(tx, ctx, asked, { state: 'done', fromVersion: from?.version ?? null, onRevision })
  return { name, label, version, revision: row.revision, move: toMove(move) }
}

/** Reads the label, and checks that the caller read the same revision and that the version exists. */
async function readLabel(tx: Reader, ctx: Context, { name, label, version, expectedRevision }: Asked) {
  const row = await findLabel(tx, ctx, name, label)
  const revision = row?.revision ?? 0
  if (expectedRevision !== undefined && expectedRevision !== revision)
    throw conflict(
      'stale-revision',
      `The label has moved since you read it: it is at revision ${revision}, you read ${expectedRevision}. Read it again.`,
      {
        revision,
      },
    )
  if (row?.rolloutId) throw heldBy(row.rolloutId)
  const known = await tx.prisma.promptVersion.count({ where: { projectId: ctx.projectId, name, version } })
  if (known === 0) throw invalid(`There is no version ${version} of this prompt.`, 'body.version')
  return row
}

interface Kept {
  state: 'done' | 'waiting'
  fromVersion: number | null
  onRevision: number
  approvalId?: string
}

async function keepMove(tx: Tx, ctx: Context, asked: Asked, kept: Kept): Promise<MoveRow> {
  const { name, label, version, reason } = asked
  const now = await ctx.clock.now(tx)
  return tx.prisma.promptLabelMove.create({
    data: {
      ...{ projectId: ctx.projectId, id: newId('mov'), name, label, toVersion: version, reason, ...kept },
      ...{ askedAt: now, askedBy: ctx.actor.label, settledAt: kept.state === 'done' ? now : null },
    },
  })
}

/** Puts a request into the inbox. The worker moves the label when a person has approved it. */
async function askToMove(ctx: Context, asked: Asked): Promise<Answer> {
  const { name, label, version, reason } = asked
  const from = await readLabel(ctx.db, ctx, asked)
  if (from?.version === version) return { name, label, version, revision: from.revision, move: null }
  const waits = await ctx.db.prisma.promptLabelMove.count({
    where: { projectId: ctx.projectId, name, label, state: 'waiting' },
  })
  if (waits > 0)
    throw conflict(
      'move-waiting',
      'A move of this label is already waiting for approval in the inbox. Decide on it first.',
    )
  const who: Context['actor'] = { kind: 'system', id: String(ctx.actor.id), label: `${ctx.actor.label} for the prompt` }
  const approval = await requestApproval(
    { ...ctx, actor: who, remember: undefined },
    {
      body: {
        ...{ agent: 'prompts', tool: 'move_prompt_label', environment: 'production', risk: 'high' },
        arguments: { prompt: name, label, from: from?.version ?? null, to: version },
        ...(reason === null ? {} : { rationale: reason }),
        allowedDecisions: ['approve', 'reject'],
      },
    },
  )
  return change(ctx, async tx => {
    const onRevision = from?.revision ?? 0
    const waiting = {
      state: 'waiting',
      fromVersion: from?.version ?? null,
      onRevision,
      approvalId: approval.id,
    } as const
    const move = await keepMove(tx, ctx, asked, waiting)
    await audit(tx, ctx, {
      action: 'prompt.label-asked',
      object: { type: 'prompt', id: name },
      before: { label, version: from?.version ?? null },
      after: { label, version },
      evidence: { approvalId: approval.id, reason },
    })
    await publish(tx, ctx.projectId, { topic: 'prompts', type: 'prompt.label-asked', ids: [name] })
    return { name, label, version: from?.version ?? null, revision: onRevision, move: toMove(move) }
  })
}
