import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { lockRow } from '#lib/platform/config/lock.ts'
import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { endWaiting } from '#lib/platform/end-waiting.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { agentConfig } from './contract.ts'
import type { disableAgentContract, disableProjectContract } from './switch/contract.ts'
import { whileNobodyAsks } from './switch-lock.ts'

type OfAgent = Input<typeof disableAgentContract>
type OfProject = Input<typeof disableProjectContract>

/** Switches an agent off, registered or not: from then on it gets no permit, no approval and no claim, in no process. */
export async function disableAgent(
  ctx: Context,
  { params: { slug }, body }: OfAgent,
): Promise<Output<typeof disableAgentContract>> {
  await authorize(ctx, 'agents.stop', { type: 'agent', id: slug })
  return change(ctx, tx => turn(tx, ctx, slug, false, body.reason))
}

/** The way back. */
export async function enableAgent(
  ctx: Context,
  { params: { slug }, body }: OfAgent,
): Promise<Output<typeof disableAgentContract>> {
  await authorize(ctx, 'agents.resume', { type: 'agent', id: slug })
  return change(ctx, tx => turn(tx, ctx, slug, true, body.reason))
}

async function turn(tx: Tx, ctx: Context, slug: string, enabled: boolean, reason: string) {
  const { projectId, actor } = ctx
  if (!enabled) await whileNobodyAsks(tx, projectId)
  const now = await ctx.clock.now(tx)
  const changed = { updatedAt: now, updatedBy: actor.id, updatedByLabel: actor.label }
  const fresh = {
    projectId,
    kind: agentConfig.name,
    slug,
    alias: slug,
    body: fieldsOf(agentConfig, { body: {} }),
    revision: 0,
    createdAt: now,
  }
  // Nobody else may make it between the look and the writing: whoever is second finds the row of the first.
  await tx.prisma.configObject.createMany({ data: [{ ...fresh, ...changed }], skipDuplicates: true })
  const before = await lockRow(tx, projectId, agentConfig.name, slug)
  if (!before) throw new Error('the entry of the agent is gone')
  const fields = fieldsOf(agentConfig, before)
  if (before.revision > 0 && fields.enabled === enabled && before.archivedAt === null)
    return { slug, enabled, revision: before.revision }
  const row = await tx.prisma.configObject.update({
    where: { projectId_kind_slug: { projectId, kind: agentConfig.name, slug } },
    data: { ...changed, body: { ...fields, enabled }, revision: { increment: 1 }, archivedAt: null },
  })
  const action = enabled ? 'agent.enabled' : 'agent.disabled'
  await audit(tx, ctx, {
    action,
    object: { type: 'agent', id: slug },
    before: { enabled: fields.enabled },
    after: { enabled },
    evidence: { reason },
  })
  await publish(tx, projectId, { topic: 'agents', type: action, ids: [slug], revision: row.revision })
  if (!enabled) await endWaitingOf(tx, ctx, slug, reason)
  return { slug, enabled, revision: row.revision }
}

/** What waits on behalf of an agent that was just switched off ends with it. */
export async function endWaitingOf(tx: Tx, ctx: Context, agent: string, reason: string | null): Promise<void> {
  const message = `The agent ${agent} was switched off by ${ctx.actor.label}${reason === null ? '.' : `: ${reason}`}`
  await endWaiting(tx, ctx, { agent, rule: 'agent-disabled', message })
  await publish(tx, ctx.projectId, { topic: 'stops', type: 'agent.stopped', ids: [agent] })
}

/** Switches the whole project off. */
export async function disableProject(
  ctx: Context,
  { body: { reason } }: OfProject,
): Promise<Output<typeof disableProjectContract>> {
  await authorize(ctx, 'agents.stop', { type: 'project', id: ctx.projectId })
  return change(ctx, async tx => {
    const { projectId } = ctx
    await whileNobodyAsks(tx, projectId)
    const [row] = await tx.prisma.projectSwitch.createManyAndReturn({
      data: [{ projectId, disabledAt: await ctx.clock.now(tx), disabledBy: ctx.actor.label, reason }],
      skipDuplicates: true,
    })
    if (row) {
      await record(tx, ctx, false, reason)
      const message = `The project was switched off by ${ctx.actor.label}: ${reason}`
      await endWaiting(tx, ctx, { agent: null, rule: 'project-disabled', message })
      await publish(tx, projectId, { topic: 'stops', type: 'agent.stopped', ids: [] })
    }
    return { enabled: false }
  })
}

export async function enableProject(
  ctx: Context,
  { body: { reason } }: OfProject,
): Promise<Output<typeof disableProjectContract>> {
  await authorize(ctx, 'agents.resume', { type: 'project', id: ctx.projectId })
  return change(ctx, async tx => {
    const { count } = await tx.prisma.projectSwitch.deleteMany({ where: { projectId: ctx.projectId } })
    if (count > 0) await record(tx, ctx, true, reason)
    return { enabled: true }
  })
}

async function record(tx: Tx, ctx: Context, enabled: boolean, reason: string): Promise<void> {
  const action = enabled ? 'project.enabled' : 'project.disabled'
  const object = { type: 'project', id: ctx.projectId }
  await audit(tx, ctx, { action, object, before: { enabled: !enabled }, after: { enabled }, evidence: { reason } })
  await publish(tx, ctx.projectId, { topic: 'agents', type: action, ids: [] })
}
