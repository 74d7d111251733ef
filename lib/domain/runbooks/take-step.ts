import { getIncident } from '#lib/domain/incidents/index.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, isProblem, notFound } from '#lib/shared/problem.ts'
import { act } from './act.ts'
import { changeStep } from './change-step.ts'
import type { takeStepContract } from './contract.ts'
import { type StepState, stepAfter } from './rules.ts'
import { runbooksOf, toStep } from './runbooks-of.ts'
import { type Step, type StepBody, stepItem } from './schemas.ts'

type In = Input<typeof takeStepContract>
type Answer = Output<typeof takeStepContract>

interface Taken {
  runbook: string
  step: Step
  row: Prisma.IncidentStepModel
}

/**
 * Ticks, skips or reopens a step, or runs its action. One conditional update begins the action, so that it runs once,
 * and another writes its end. If the process dies in between, a person says what became of it.
 */
export async function takeStep(ctx: Context, { params: { id, n }, body }: In): Promise<Answer> {
  await authorize(ctx, 'incidents.work', { type: 'incident', id })
  const incident = await getIncident(ctx, { params: { id } })
  if (incident.state === 'resolved') throw conflict('not-open', 'The incident is resolved.')
  if (body.take !== 'act')
    return change(ctx, async tx => {
      const { step, row } = await take(tx, ctx, incident, n, body)
      return answerOf(n, step, row)
    })
  const begun = await transaction(ctx.db, tx => take(tx, ctx, incident, n, body))
  const end = await endOf(ctx, incident, begun.step)
  return change(ctx, async tx => {
    await lockAudit(tx, ctx.projectId)
    const of = { incidentId: id, runbook: begun.runbook, n, step: begun.step }
    const row = await changeStep(tx, ctx, { ...of, before: begun.row, ...end, how: 'taken' })
    return answerOf(n, begun.step, row)
  })
}

const answerOf = (n: number, step: Step, row: Prisma.IncidentStepModel): Answer => stepItem.parse(toStep(n, step, row))

async function take(tx: Tx, ctx: Context, incident: IncidentItem, n: number, body: StepBody): Promise<Taken> {
  const { projectId } = ctx
  await lockAudit(tx, projectId)
  const runbook = await keepRunbook(tx, ctx, incident, body.runbook)
  const step = runbook.steps[n - 1]
  if (!step) throw notFound('step')
  const key = { projectId, incidentId: incident.id, runbook: runbook.slug, n }
  const before = await tx.prisma.incidentStep.findUnique({ where: { projectId_incidentId_runbook_n: key } })
  const revision = before?.revision ?? 0
  if (body.expectedRevision !== undefined && body.expectedRevision !== revision)
    throw conflict('stale-revision', 'It changed meanwhile. Read it again.', { revision })
  const sinceMs = before ? (await ctx.clock.now(tx)).getTime() - before.at.getTime() : 0
  const from = (before?.state ?? 'todo') as StepState
  const after = stepAfter(from, body.take, { acts: step.action !== null, sinceMs })
  if ('impossible' in after) throw conflict('not-possible', after.impossible, { revision, state: from })
  const { to } = after
  const row = await changeStep(tx, ctx, {
    ...{ incidentId: incident.id, runbook: runbook.slug, n, step, before, to },
    ...{ result: body.note ?? null, approvalId: null, how: body.take === 'act' ? 'begun' : 'taken' },
  })
  return { runbook: runbook.slug, step, row }
}

/** The incident keeps the runbook as it is now, even if it is changed later. */
async function keepRunbook(tx: Tx, ctx: Context, incident: IncidentItem, slug: string | undefined) {
  const all = await runbooksOf(tx, ctx.projectId, incident)
  const found = slug === undefined ? all[0] : all.find(one => one.slug === slug)
  if (!found) throw notFound(slug === undefined ? 'runbook for this incident' : 'runbook of this incident')
  if (found.inUse) return found
  const { slug: runbook, revision, title, about, steps } = found
  await tx.prisma.incidentRunbook.createMany({
    data: [
      {
        ...{ projectId: ctx.projectId, incidentId: incident.id, runbook, revision, title, about },
        ...{ steps: steps as object[], usedAt: await ctx.clock.now(tx), usedBy: ctx.actor.label },
      },
    ],
    skipDuplicates: true,
  })
  return found
}

async function endOf(ctx: Context, incident: IncidentItem, step: Step) {
  try {
    if (step.action === null) throw new Error('a step without an action was begun')
    const { state, result, approvalId } = await act(ctx, incident, step.action)
    return { to: state, result, approvalId } as const
  } catch (error) {
    // A problem ends the step. After any other error the step goes on running, and a person must look into it.
    if (!isProblem(error)) throw error
    return { to: 'failed', result: error.fields.detail ?? error.fields.title, approvalId: null } as const
  }
}
