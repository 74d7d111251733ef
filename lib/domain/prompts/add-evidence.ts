import { getRun } from '#lib/domain/evals/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid, isProblem } from '#lib/shared/problem.ts'
import { compare } from './compare-versions.ts'
import type { addEvidenceContract } from './contract.ts'
import { findPrompt, findVersion } from './internal.ts'

/** Records that an eval run was made with a version, and compares the version with production's. Throws 404 or 422. */
export async function addEvidence(
  ctx: Context,
  { params: { name, version }, body: { evalRunId } }: Input<typeof addEvidenceContract>,
): Promise<Output<typeof addEvidenceContract>> {
  const object = { type: 'prompt', id: name }
  await authorize(ctx, 'prompts.write', object)
  const run = await getRun(ctx, { params: { id: evalRunId } }).catch(error => {
    if (isProblem(error) && error.fields.status === 404)
      throw invalid(`There is no eval run ${evalRunId}.`, 'body.evalRunId')
    throw error
  })
  return change(ctx, async tx => {
    const prompt = await findPrompt(tx, ctx, name)
    await findVersion(tx, ctx, name, version)
    if (prompt.suite !== null && run.suite !== prompt.suite)
      throw invalid(
        `The run is of the suite ${run.suite}, but this prompt is compared by the suite ${prompt.suite}.`,
        'body.evalRunId',
      )
    const key = { projectId: ctx.projectId, name, version, runId: evalRunId }
    const made = { ...key, at: await ctx.clock.now(tx), by: ctx.actor.label }
    const { count } = await tx.prisma.promptEval.createMany({ data: [made], skipDuplicates: true })
    if (count > 0) {
      await audit(tx, ctx, { action: 'prompt.evidence-added', object, after: { version, evalRunId } })
      await publish(tx, ctx.projectId, { topic: 'prompts', type: 'prompt.evidence-added', ids: [name] })
    }
    return compare(tx, ctx, prompt, { to: version })
  })
}
