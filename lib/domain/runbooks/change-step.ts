import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { StepState } from './rules.ts'
import type { Step } from './schemas.ts'

type Row = Prisma.IncidentStepModel

interface StepChange {
  incidentId: string
  runbook: string
  n: number
  step: Step
  /** The step as it was read. Null: nobody has touched it yet. */
  before: Row | null
  to: StepState
  result: string | null
  approvalId: string | null
  /** A person has `taken` it; `begun` and `ended` belong to an action. */
  how: 'taken' | 'begun' | 'ended'
}

/**
 * Changes a step if it is still as it was read, and writes what belongs to the change. Throws 409 if somebody was
 * first.
 */
export async function changeStep(tx: Tx, ctx: Context, change: StepChange): Promise<Row> {
  const { projectId, actor } = ctx
  const { incidentId, runbook, n, step, before, to, result, approvalId, how } = change
  const at = await ctx.clock.now(tx)
  const key = { projectId, incidentId, runbook, n }
  const revision = (before?.revision ?? 0) + 1
  const data = { state: to, revision, result, approvalId, actorLabel: actor.label, at }
  const [row] = before
    ? await tx.prisma.incidentStep.updateManyAndReturn({
        where: { ...key, state: before.state, revision: before.revision },
        data,
      })
    : await tx.prisma.incidentStep.createManyAndReturn({ data: [{ ...key, ...data }], skipDuplicates: true })
  if (!row) throw conflict('stale-revision', 'Somebody else has just changed it. Read it again.')
  await recordTransition(tx, ctx, {
    ...{ machine: 'incident-step', id: `${incidentId}/${runbook}/${n}`, revision, from: before?.state ?? 'todo', to },
    ...{ rule: ruleOf(change), message: result ?? step.text, at },
    evidence: { runbook, n, text: step.text, action: step.action, result, approvalId },
    action: `incident-step.${how}`,
    event: { topic: 'runbooks', type: 'runbook.step-changed', ids: [incidentId] },
  })
  return row
}

function ruleOf({ how, to, before }: StepChange): string {
  if (how === 'ended') return 'approval'
  return to === 'running' || (before?.state === 'running' && how === 'taken' && to !== 'skipped') ? 'action' : 'by-hand'
}
