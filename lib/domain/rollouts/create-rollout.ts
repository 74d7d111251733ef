import { agentConfig } from '#lib/domain/agents/contract.ts'
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
import { type Subject, subjectOf } from './subject.ts'

interface Listeners {
  channels: string[]
}

type Body = Input<typeof createRolloutContract>['body']

/** Starts a rollout, which decides the allocation of its agent from now on. The worker moves it. */
export async function createRollout(
  ctx: Context,
  { body }: Input<typeof createRolloutContract>,
): Promise<Output<typeof createRolloutContract>> {
  await authorize(ctx, 'rollouts.manage')
  if (body.prompt) await authorize(ctx, 'prompts.release', { type: 'prompt', id: body.prompt.name })
  return change(ctx, async tx => toItem(tx, await openRollout(tx, ctx, body), await ctx.clock.now(tx)))
}

async function openRollout(tx: Tx, ctx: Context, body: Body): Promise<RolloutRow> {
  const { projectId } = ctx
  const { agent, environment } = body
  await lockAudit(tx, projectId)
  const asked = await strategyOf(tx, ctx, body)
  await requireScore(tx, ctx, agent, asked)
  const { isGuarded, ...subject } = await subjectOf(tx, ctx, body)
  const { candidate, baseline } = subject
  const guarded = isGuarded ? withApproval(asked) : asked
  const strategy = await withAnchor(tx, ctx, guarded, { agent, candidate, baseline, prompt: subject.prompt })
  const at = await ctx.clock.now(tx)
  if (body.supersedes !== undefined) await supersede(tx, ctx, body, { id: body.supersedes, candidate, at })
  const [row] = await tx.prisma.rollout.createManyAndReturn({
    data: [
      {
        ...{ projectId, id: newId('rol', at.getTime()), agent, environment, ...subject },
        ...{ strategyName: nameOf(body), strategy: json(strategy) },
        ...{ state: 'draft', step: -1, revision: 1, weightBps: 0, progress: json(enter(-1, 'draft', at.getTime())) },
        ...{ spans: [], gates: [], why: 'It begins with the next check.', nextCheckAt: at, createdAt: at },
        createdBy: ctx.actor.label,
      },
    ],
    skipDuplicates: true,
  })
  if (!row) throw await alreadyActive(tx, projectId, body, subject)
  await serve(tx, ctx, row, 'rollout.created')
  await recordTransition(tx, ctx, {
    ...{ machine: 'rollout', id: row.id, revision: 1, from: 'none', to: 'draft', rule: 'created', at },
    ...{ message: `${candidate} is to replace ${baseline}.`, evidence: { agent, environment, strategy } },
    action: 'rollout.created',
    event: { topic: 'rollouts', type: 'rollout.created', ids: [row.id], revision: 1 },
  })
  return row
}

interface Superseding {
  id: string
  candidate: string
  at: Date
}

/** Ends the rollout that a newer one supersedes, in the same transaction, so that no third one can start in between. */
async function supersede(tx: Tx, ctx: Context, body: Body, { id, candidate, at }: Superseding): Promise<void> {
  const { agent, environment } = body
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

async function alreadyActive(tx: Tx, projectId: string, body: Body, { prompt, promptLabel }: Subject) {
  const { agent, environment } = body
  const ofLabel = prompt === null ? [] : [{ prompt, promptLabel }]
  const active = await tx.prisma.rollout.findFirst({
    where: { projectId, endedAt: null, OR: [{ agent, environment }, ...ofLabel] },
  })
  const what =
    active?.agent === agent && active.environment === environment ? `${agent} in ${environment}` : `this label`
  return conflict('rollout-active', `A rollout of ${what} is under way already.`, { rolloutId: active?.id })
}

/** The name of the strategy; null: its fields were in the request. */
function nameOf(body: Body): string | null {
  return body.phases || body.gates ? null : namedOf(body)
}

/** The strategy that the request names, with the phases and gates that replace its own. Null: the request has its fields. */
function namedOf({ strategy, prompt }: Body): string | null {
  if (strategy === undefined) return prompt ? 'prompt-change' : 'agent-change'
  return typeof strategy === 'string' ? strategy : null
}

/** A guarded label needs approval before everybody gets the new version. */
function withApproval<Asked extends Strategy>(strategy: Asked): Asked {
  const before = strategy.phases.length - 2
  if (before < 0)
    throw invalid(
      'This label is guarded: a phase must come before everybody, so that people can agree.',
      'body.strategy',
    )
  return { ...strategy, phases: strategy.phases.map((one, i) => (i === before ? { ...one, approval: true } : one)) }
}

/** With the channels. Both apply to this rollout as they were when it began. */
async function strategyOf(tx: Tx, ctx: Context, body: Body): Promise<Strategy & Listeners> {
  const { channels, phases, gates } = body
  await requireChannels(tx, ctx, channels)
  const named = namedOf(body)
  if (named === null) {
    const strategy = body.strategy as Exclude<Body['strategy'], string | undefined>
    const fault = faultOf(strategy)
    if (fault) throw invalid(fault.detail, `body.strategy.${fault.field}`)
    return { ...strategy, channels }
  }
  const fault = phases ? faultOf({ phases }) : null
  if (fault) throw invalid(fault.detail, `body.${fault.field}`)
  const known = await readStrategy(tx, ctx, named, channels)
  return { ...known, phases: phases ?? known.phases, gates: gates ?? known.gates }
}

async function readStrategy(tx: Tx, ctx: Context, strategy: string, channels: string[]): Promise<Strategy & Listeners> {
  if (strategy === 'agent-change' || strategy === 'prompt-change') return { ...seedStrategies[strategy], channels }
  const known = await readConfig(tx, ctx, strategyConfig, strategy)
  if (!known) throw invalid(`There is no strategy ${strategy}.`, 'body.strategy')
  const { phases, gates, shadow } = known
  return { phases, gates, shadow, channels: [...new Set([...known.channels, ...channels])] }
}

/** A rollout keeps the anchor that the agent had when it began. It has none if the anchor is the baseline itself. */
async function withAnchor<S extends Strategy>(
  tx: Tx,
  ctx: Context,
  strategy: S,
  { agent, candidate, baseline, prompt }: { agent: string; candidate: string; baseline: string; prompt: string | null },
): Promise<S> {
  // An anchor is a release, and a prompt moves by versions.
  if (strategy.shadow === null || prompt !== null) return strategy
  const anchor = (await readConfig(tx, ctx, agentConfig, agent))?.anchor ?? null
  if (anchor === null || anchor === baseline || anchor === candidate) return strategy
  if (!(await findReleaseOf(tx, ctx.projectId, agent, anchor)))
    throw invalid(`The entry of ${agent} names the anchor ${anchor}, which is no release of it.`, 'body.agent')
  return { ...strategy, shadow: { ...strategy.shadow, anchor } }
}

/** A gate that can never pass would hold the rollout for ever. */
async function requireScore(tx: Tx, ctx: Context, agent: string, { gates }: Strategy): Promise<void> {
  if (gates.qualityMargin === null) return
  const known = await readConfig(tx, ctx, agentConfig, agent)
  if (!known?.qualityScore)
    throw invalid(
      `The entry of ${agent} names no quality score, so that the quality gate could never pass. Name one there, or give a strategy whose gates.qualityMargin is null.`,
      'body.strategy',
    )
}
