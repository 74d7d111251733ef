import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { submit } from './batcher.ts'
import type { extendPermitContract, tellPermitContract } from './contract.ts'
import { look } from './look.ts'

/** The outcome of a permitted step. It is charged once, and reported to the breakers that the step passed. */
export async function tellPermit(
  ctx: Context,
  { params: { id }, body }: Input<typeof tellPermitContract>,
): Promise<Output<typeof tellPermitContract>> {
  await authorize(ctx, 'permits.ask', { type: 'permit', id })
  const { output, ...report } = body
  const guardrails = output === undefined ? null : await lookAtOutput(ctx, id, output)
  return submit({ ctx, operation: { kind: 'tell', id, body: report, guardrails } })
}

/** Checks the output only if the caller may report on this permit. Otherwise the ledger answers with the problem. */
async function lookAtOutput(ctx: Context, id: string, content: string) {
  const { actor, projectId } = ctx
  const permit = await ctx.db.prisma.permit.findUnique({ where: { projectId_id: { projectId, id } } })
  if (permit === null || permit.status === 'refused') return null
  if (actor.kind === 'key' && actor.agent !== null && actor.agent !== permit.agent) return null
  const { agent, environment, tool, release, traceId, spanId } = permit
  const of = { tool, release, traceId, spanId }
  const known = Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null))
  return look(ctx, { agent, environment, ...known, stage: 'output', content })
}

/** Extends the reservation of a long step. */
export async function extendPermit(
  ctx: Context,
  { params: { id }, body }: Input<typeof extendPermitContract>,
): Promise<Output<typeof extendPermitContract>> {
  await authorize(ctx, 'permits.ask', { type: 'permit', id })
  return submit({ ctx, operation: { kind: 'extend', id, seconds: body.seconds } })
}
