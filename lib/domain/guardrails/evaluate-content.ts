import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { keptByVersion } from '#lib/platform/config/kept.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { type evaluateGuardrailsContract, guardrailConfig } from './contract.ts'
import { type Evaluation, evaluateGuardrails } from './evaluate.ts'
import { openSafetyIncidents } from './open-safety-incidents.ts'
import { countAnswers } from './record-answers.ts'
import type { EvaluateBody, Guardrail } from './schemas.ts'
import { withSettings } from './settings.ts'

/** Runs the guardrails that apply over a content. What they have against it is kept; every answer is counted. */
export async function evaluateContent(
  ctx: Context,
  { body }: Input<typeof evaluateGuardrailsContract>,
): Promise<Output<typeof evaluateGuardrailsContract>> {
  await authorize(ctx, 'guardrails.evaluate', { type: 'agent', id: body.agent })
  const guardrails = (await guardrailsOf(ctx)).filter(guardrail => applies(guardrail, body))
  const evaluation = evaluateGuardrails(guardrails, body.content)
  if (evaluation.results.length > 0 && body.dryRun !== true) await keep(ctx, body, evaluation)
  return evaluation
}

const kept = keptByVersion<Guardrail[]>('guardrails')

/** Those that hold now. They are asked of every step of every agent: read and compiled again only where one has changed. */
async function guardrailsOf({ db, projectId }: Context): Promise<Guardrail[]> {
  const { _count, _sum, _max } = await db.prisma.configObject.aggregate({
    where: { projectId, kind: guardrailConfig.name },
    ...{ _count: true, _sum: { revision: true }, _max: { updatedAt: true } },
  })
  const version = [_count, _sum.revision, _max.updatedAt?.getTime()].join(' ')
  return kept(db, projectId, version, () => readGuardrails(db, projectId))
}

async function readGuardrails(reader: Reader, projectId: string): Promise<Guardrail[]> {
  return (await readConfigs(reader, projectId, guardrailConfig)).map(({ slug, ...fields }) => {
    const guardrail = withSettings(slug, fields)
    // A row that newer rules no longer read must not be skipped in silence: nobody would know that it guards nothing.
    if ('field' in guardrail) throw new Error(`guardrail ${slug}: ${guardrail.field}: ${guardrail.wrong}`)
    return guardrail
  })
}

const applies = (guardrail: Guardrail, { stage, agent, tool }: EvaluateBody) =>
  guardrail.enabled &&
  guardrail.stage === stage &&
  (guardrail.agent === null || guardrail.agent === agent) &&
  (guardrail.tool === null || guardrail.tool === tool)

const keep = (ctx: Context, body: EvaluateBody, { results }: Evaluation) =>
  change(ctx, async tx => {
    const at = await ctx.clock.now(tx)
    const { agent, stage, environment = null, release = null, tool, traceId, spanId } = body
    const answers = results.map(({ slug, outcome, severity, message }) => ({
      ...{ name: slug, outcome, severity, message, stage, agent, environment, release, at },
    }))
    const kept = await tx.prisma.guardrailEvent.createManyAndReturn({
      data: answers
        .filter(({ outcome }) => outcome !== 'passed')
        .map(answer => ({
          ...{ projectId: ctx.projectId, id: newId('gev'), source: 'evaluated' },
          ...answer,
          ...{ tool, traceId, spanId },
        })),
    })
    await countAnswers(tx, ctx.projectId, answers)
    await openSafetyIncidents(tx, ctx, kept)
  })
