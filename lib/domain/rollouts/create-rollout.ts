import { agentConfig } from '#lib/domain/agents/contract.ts'
import { readAllocation } from '#lib/domain/assignment/index.ts'
import { requireChannels } from '#lib/domain/channels/index.ts'
import { findReleaseOf } from '#lib/domain/releases/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import { conflict, invalid } from '#lib/shared/problem.ts'
import { type createRolloutContract, strategyConfig } from './contract.ts'
import { enter } from './engine/advance.ts'
import { seedStrategies } from './engine/strategies.ts'
import type { Strategy } from './engine/types.ts'
import { toItem } from './item.ts'
import { moveRollout, serve } from './move-rollout.ts'
import { gatesOf, json, type RolloutRow } from './row.ts'
import { faultOf } from './rules.ts'

interface Listeners {
  channels: string[]
}

type Body = Input<typeof createRolloutContract>['body']

/** Starts a rollout: it holds the allocation of its agent from now on. The worker moves it. */
export async function createRollout(
  ctx: Context,
  { body }: Input<typeof createRolloutContract>,
): Promise<Output<typeof createRolloutContract>> {
  await authorize(ctx, 'rollouts.manage')
  return change(ctx, async tx => toItem(await openRollout(tx, ctx, body)))
}

async function openRollout(tx: Tx, ctx: Context, body: Body): Promise<RolloutRow> {
  const { projectId } = ctx
  const { agent, environment, candidate } = body
  await lockAudit(tx, projectId)
  const strategy = await strategyOf(tx, ctx, body)
  await requireScore(tx, ctx, agent, strategy)
  const baseline = await baselineOf(tx, ctx, body)
  for (const [field, slug] of Object.entries({ candidate, baseline }))
    if (!(await findReleaseOf(tx, projectId, agent, slug)))
      throw invalid(`No release ${slug} of ${agent} is registered.`, `body.${field}`)
  if (candidate === baseline) throw invalid(`The candidate ${candidate} is the baseline itself.`, 'body.candidate')
  const at = await ctx.clock.now(tx)
  if (body.supersedes !== undefined) await supersede(tx, ctx, body, { id: body.supersedes, at })
  const [row] = await tx.prisma.rollout.createManyAndReturn({
    data: [
      {
        ...{ projectId, id: newId('rol', at.getTime()), agent, environment, baseline, candidate },
        ...{ strategyName: typeof body.strategy === 'string' ? body.strategy : null, strategy: json(strategy) },
        ...{ state: 'draft', step: -1, revision: 1, weightBps: 0, progress: json(enter(-1, 'draft', at.getTime())) },
        ...{ spans: [], gates: [], why: 'It begins with the next look.', nextCheckAt: at, createdAt: at },
        createdBy: ctx.actor.label,
      },
    ],
    skipDuplicates: true,
  })
  if (!row) throw await alreadyActive(tx, projectId, agent, environment)
  await serve(tx, ctx, row, 'rollout.created')
  await recordTransition(tx, ctx, {
    ...{ machine: 'rollout', id: row.id, revision: 1, from: 'none', to: 'draft', rule: 'created', at },
    ...{ message: `${candidate} shall take the place of ${baseline}.`, evidence: { agent, environment, strategy } },
    action: 'rollout.created',
    event: { topic: 'rollouts', type: 'rollout.created', ids: [row.id], revision: 1 },
  })
  return row
}

/** Ends the rollout that a newer candidate takes the place of, in the same transaction: nobody can begin a third between. */
async function supersede(tx: Tx, ctx: Context, body: Body, { id, at }: { id: string; at: Date }): Promise<void> {
  const { agent, environment, candidate } = body
  const where = { projectId: ctx.projectId, id, agent, environment, endedAt: null }
  const row = await tx.prisma.rollout.findFirst({ where })
  const field = 'body.supersedes'
  if (!row) throw invalid(`No rollout ${id} of ${agent} is under way in ${environment}.`, field)
  if (row.candidate === candidate) throw invalid(`${id} rolls ${candidate} out already.`, field)
  const moved = await moveRollout(tx, ctx, row, {
    ...{ next: enter(row.step, 'superseded', at.getTime()), weightBps: 0, gates: gatesOf(row), why: '' },
    ...{ transition: { rule: 'superseded', message: `${candidate} takes the place of ${row.candidate}.` }, at },
    ...{ action: 'rollout.superseded', evidence: { by: ctx.actor.label, candidate }, nextCheckAt: null },
  })
  if (!moved) throw conflict('stale-revision', `${id} changed meanwhile. Read it again.`)
}

async function alreadyActive(tx: Tx, projectId: string, agent: string, environment: string) {
  const active = await tx.prisma.rollout.findFirst({ where: { projectId, agent, environment, endedAt: null } })
  return conflict('rollout-active', `A rollout of ${agent} in ${environment} is under way already.`, {
    rolloutId: active?.id,
  })
}

/** With who is told: both hold for this rollout as they were when it began. */
async function strategyOf(tx: Tx, ctx: Context, { strategy, channels }: Body): Promise<Strategy & Listeners> {
  await requireChannels(tx, ctx, channels)
  if (typeof strategy !== 'string') {
    const fault = faultOf(strategy)
    if (fault) throw invalid(fault.detail, `body.strategy.${fault.field}`)
    return { ...strategy, channels }
  }
  if (strategy === 'agent-change' || strategy === 'prompt-change') return { ...seedStrategies[strategy], channels }
  const known = await readConfig(tx, ctx, strategyConfig, strategy)
  if (!known) throw invalid(`There is no strategy ${strategy}.`, 'body.strategy')
  const { phases, gates, shadow } = known
  return { phases, gates, shadow, channels: [...new Set([...known.channels, ...channels])] }
}

/** A gate that nothing can ever pass would only hold. */
async function requireScore(tx: Tx, ctx: Context, agent: string, { gates }: Strategy): Promise<void> {
  if (gates.qualityMargin === null) return
  const known = await readConfig(tx, ctx, agentConfig, agent)
  if (!known?.qualityScore)
    throw invalid(
      `The entry of ${agent} names no quality score, so that the quality gate could never pass. Name one there, or give a strategy whose gates.qualityMargin is null.`,
      'body.strategy',
    )
}

async function baselineOf(tx: Tx, ctx: Context, { agent, environment, baseline }: Body): Promise<string> {
  const serving = (await readAllocation(tx, ctx, agent, environment))?.baseline ?? null
  if (serving === null) {
    if (baseline !== undefined) return baseline
    throw invalid(`Nobody has said which release of ${agent} serves in ${environment}. Name it.`, 'body.baseline')
  }
  if (baseline !== undefined && baseline !== serving)
    throw invalid(`${serving} serves in ${environment}, not ${baseline}.`, 'body.baseline')
  return serving
}
