import { getTrace } from '#lib/domain/traces/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid, notFound } from '#lib/shared/problem.ts'
import { addScenarios } from '../scenarios/add-scenarios.ts'
import type { acceptProposalContract, dismissProposalContract } from './contract.ts'
import { toProposals } from './item.ts'

type Accepted = Input<typeof acceptProposalContract>
type Answer = Output<typeof acceptProposalContract>

/**
 * Creates a scenario from a proposed trace, in a new version of its suite. A proposal is decided once. Throws 404, 409
 * `decided`, or 422.
 */
export async function acceptProposal(ctx: Context, { params: { id }, body }: Accepted): Promise<Answer> {
  await authorize(ctx, 'evals.accept', { type: 'eval-proposal', id })
  const { suite, traceId } = await find(ctx.db, ctx.projectId, id)
  const input = body.input ?? (await inputOf(ctx, traceId))
  if (input === null) throw invalid('The trace has no input of the agent: give it as input.', 'body.input')
  const { expectedOutput, expectedFindings, tags } = body
  const scenario = {
    ...{ id: body.scenario ?? `trace-${traceId.slice(0, 12)}`, input },
    ...(expectedOutput === undefined ? {} : { expectedOutput }),
    ...(expectedFindings === undefined ? {} : { expectedFindings }),
    tags: tags ?? ['from a trace'],
  }
  return change(ctx, async tx => {
    const answer = await decide(tx, ctx, id, 'accepted', scenario.id)
    await addScenarios(tx, ctx, suite, [scenario], { mode: 'add', onlyNew: true, fieldOf })
    return answer
  })
}

const fieldOf = (_: number, name: string) => `body.${name}`

/** Dismisses a proposal. The trace is not proposed automatically again. Throws 404 or 409 `decided`. */
export async function dismissProposal(
  ctx: Context,
  { params: { id } }: Input<typeof dismissProposalContract>,
): Promise<Answer> {
  await authorize(ctx, 'evals.accept', { type: 'eval-proposal', id })
  return change(ctx, tx => decide(tx, ctx, id, 'dismissed', null))
}

async function find(reader: Pick<Tx, 'prisma'>, projectId: string, id: string) {
  const row = await reader.prisma.evalProposal.findUnique({ where: { projectId_id: { projectId, id } } })
  if (!row) throw notFound('eval proposal')
  return row
}

async function decide(tx: Tx, ctx: Context, id: string, state: 'accepted' | 'dismissed', scenario: string | null) {
  const { projectId } = ctx
  const { suite, traceId } = await find(tx, projectId, id)
  const [row] = await tx.prisma.evalProposal.updateManyAndReturn({
    where: { projectId, id, state: 'waiting' },
    data: { state, scenario, decidedAt: await ctx.clock.now(tx), decidedBy: ctx.actor.label },
  })
  if (!row) throw conflict('decided', 'Somebody has already decided it.')
  await audit(tx, ctx, {
    action: `eval-proposal.${state}`,
    object: { type: 'eval-proposal', id },
    before: { state: 'waiting', suite, traceId },
    after: { state, scenario },
  })
  await publish(tx, projectId, { topic: 'evals', type: 'eval-proposal.changed', ids: [id] })
  return (await toProposals(tx, ctx, [row]))[0] as Answer
}

/** The input of the first span without a parent. Null if it was not recorded. */
async function inputOf(ctx: Context, traceId: string): Promise<string | null> {
  const { spans, inputPreview, payloadsOmitted } = await getTrace(ctx, { params: { traceId } })
  const known = new Set(spans.map(({ spanId }) => spanId))
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === null || !known.has(parentSpanId))
  const input = roots.find(span => span.input !== null)?.input ?? (payloadsOmitted ? null : inputPreview)
  return input?.slice(0, 100_000) ?? null
}
