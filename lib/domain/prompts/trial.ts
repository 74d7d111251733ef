import { type Assignment, assign, everybody } from '#lib/domain/assignment/rules.ts'
import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, invalid, notFound } from '#lib/shared/problem.ts'
import { applyMove, heldBy } from './apply-move.ts'
import { findPrompt, newest } from './internal.ts'
import { findLabel, type LabelRow } from './moves.ts'

/**
 * A rollout that tries another version behind a label. The label's row says which share of the callers gets it. Everything
 * here runs in the transaction of the rollout's own change, under the lock of the audit log.
 */
interface Trial {
  name: string
  label: string
  rolloutId: string
}

interface Wanted {
  name: string
  label: string
  version: number
  expectedRevision: number | undefined
}

/** The version of a label that a rollout is to move, and whether the label is guarded. Throws 404, 409, and 422 with the field. */
export async function readyToTry(tx: Tx, ctx: Context, asked: Wanted): Promise<{ from: number; isGuarded: boolean }> {
  const { projectId } = ctx
  const { name, label, version, expectedRevision } = asked
  if (label === newest) throw invalid('latest is always the newest version. It cannot be moved.', 'body.prompt.label')
  const prompt = await findPrompt(tx, ctx, name)
  const known = await tx.prisma.promptVersion.count({ where: { projectId, name, version } })
  if (known === 0) throw invalid(`There is no version ${version} of this prompt.`, 'body.prompt.version')
  const row = await findLabel(tx, ctx, name, label)
  if (!row)
    throw invalid(
      `The label ${label} is not set yet, so there is no version to compare with. Move it without a rollout the first time.`,
      'body.prompt.label',
    )
  if (expectedRevision !== undefined && expectedRevision !== row.revision)
    throw conflict(
      'stale-revision',
      `The label has moved since you read it: it is at revision ${row.revision}, you read ${expectedRevision}. Read it again.`,
      {
        revision: row.revision,
      },
    )
  if (row.version === version)
    throw invalid(`The label ${label} is already at version ${version}.`, 'body.prompt.version')
  const waits = await tx.prisma.promptLabelMove.count({ where: { projectId, name, label, state: 'waiting' } })
  if (waits > 0)
    throw conflict(
      'move-waiting',
      'A move of this label is already waiting for approval in the inbox. Decide on it first.',
    )
  return { from: row.version, isGuarded: prompt.guardedLabels.includes(label) }
}

interface Share {
  candidate: number
  environment: string
  weightBps: number
}

/** Sets which share of the callers gets the candidate from now on. The same values again change nothing. */
export async function tryVersion(tx: Tx, ctx: Context, trial: Trial & Share): Promise<void> {
  const { rolloutId, candidate, environment, weightBps } = trial
  await setShare(tx, ctx, trial, { candidate, environment, weightBps, rolloutId })
}

/** Ends a trial: the label moves to the candidate if it was promoted, else it stays where it was. */
export async function endTrial(
  tx: Tx,
  ctx: Context,
  { promoted, reason, ...trial }: Trial & { promoted: boolean; reason: string },
): Promise<void> {
  const { name, label, rolloutId } = trial
  const row = await held(tx, ctx, trial)
  const { candidate, version: fromVersion, revision: onRevision } = row
  if (!promoted || candidate === null)
    return setShare(tx, ctx, trial, { candidate: null, environment: null, weightBps: 0, rolloutId: null })
  await applyMove(tx, ctx, { name, label, version: candidate, onRevision, evidence: { reason, rolloutId }, rolloutId })
  const now = await ctx.clock.now(tx)
  await tx.prisma.promptLabelMove.create({
    data: {
      ...{ projectId: ctx.projectId, id: newId('mov'), name, label, fromVersion, toVersion: candidate, reason },
      ...{ state: 'done', onRevision, askedAt: now, askedBy: ctx.actor.label, settledAt: now },
    },
  })
}

type Holder = Pick<LabelRow, 'candidate' | 'environment' | 'weightBps' | 'rolloutId'>

const holderOf = ({ candidate, environment, weightBps, rolloutId }: LabelRow): Holder => ({
  ...{ candidate, environment, weightBps, rolloutId },
})

/** The row of the label. Throws 404, and 409 if another rollout holds it. */
async function held(tx: Tx, ctx: Context, { name, label, rolloutId }: Trial): Promise<LabelRow> {
  const row = await findLabel(tx, ctx, name, label)
  if (!row) throw notFound('label of this prompt')
  if (row.rolloutId !== null && row.rolloutId !== rolloutId) throw heldBy(row.rolloutId)
  return row
}

async function setShare(tx: Tx, ctx: Context, trial: Trial, holder: Holder): Promise<void> {
  const { projectId } = ctx
  const { name, label } = trial
  const before = await held(tx, ctx, trial)
  const was = holderOf(before)
  if (JSON.stringify(was) === JSON.stringify(holder)) return
  const { count } = await tx.prisma.promptLabel.updateMany({
    where: { projectId, name, label, revision: before.revision },
    data: { ...holder, revision: before.revision + 1 },
  })
  if (count === 0) throw conflict('stale-revision', 'The label has moved since it was read. Read it again.')
  await audit(tx, ctx, {
    action: 'prompt.label-tried',
    object: { type: 'prompt', id: name },
    before: { label, version: before.version, ...was },
    after: { label, version: before.version, ...holder },
  })
  const revision = before.revision + 1
  await publish(tx, projectId, { topic: 'prompts', type: 'prompt.label-tried', ids: [name], revision })
}

/** The environment of a caller that names none. Permits and OFREP have the same default. */
const usualEnvironment = 'production'

export interface Asker {
  targetingKey?: string | undefined
  environment?: string | undefined
}

export interface Served {
  version: number
  /** Null: no rollout tries anything for this caller. */
  rollout: { id: string; variant: Assignment['variant'] } | null
}

/**
 * Which version a caller gets for a label. A caller without a targeting key has no bucket: it gets the baseline until
 * everybody gets the candidate.
 */
export function servedBy(row: Pick<LabelRow, 'version' | keyof Holder>, asker: Asker): Served {
  const { version, candidate, weightBps, rolloutId, environment } = row
  if (candidate === null || rolloutId === null || (asker.environment ?? usualEnvironment) !== environment)
    return { version, rollout: null }
  if (asker.targetingKey === undefined) {
    const isEverybody = weightBps === everybody
    const variant = isEverybody ? 'candidate' : 'baseline'
    return { version: isEverybody ? candidate : version, rollout: { id: rolloutId, variant } }
  }
  const shares = { baseline: String(version), candidate: String(candidate), weightBps, seed: rolloutId }
  const { release, variant } = assign(shares, asker.targetingKey)
  return { version: Number(release), rollout: { id: rolloutId, variant } }
}
