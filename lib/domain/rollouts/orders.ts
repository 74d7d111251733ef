import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { act, notPossible } from './act.ts'
import type { abortRolloutContract, extendRolloutContract, pauseRolloutContract } from './contract.ts'
import { enter } from './engine/advance.ts'
import type { ActiveState } from './engine/types.ts'
import { viewOf } from './row.ts'

type In = Input<typeof pauseRolloutContract>
type Out = Promise<Output<typeof pauseRolloutContract>>

export const pauseRollout = (ctx: Context, input: In): Out =>
  act(ctx, input, async (_, row, now) => {
    const { progress } = viewOf(row)
    if (progress.state === 'paused') throw notPossible(row, 'It is paused already.')
    const resumesTo = progress.state as ActiveState
    return {
      next: { ...progress, state: 'paused', pausedAt: now.getTime(), resumesTo },
      ...{ rule: 'person', action: 'rollout.paused' },
    }
  })

/** Paused time counts neither as running nor as holding. */
export const resumeRollout = (ctx: Context, input: In): Out =>
  act(ctx, input, async (_, row, now) => {
    const { progress } = viewOf(row)
    if (progress.state !== 'paused' || progress.pausedAt === null) throw notPossible(row, 'It is not paused.')
    const pausedMs = progress.pausedMs + now.getTime() - progress.pausedAt
    const state = progress.resumesTo ?? 'running'
    return {
      next: { ...progress, state, pausedMs, pausedAt: null, resumesTo: null, faults: 0 },
      ...{ rule: 'person', action: 'rollout.resumed' },
    }
  })

/** Gives a phase more time to hold. If it was paused because evidence was missing, it continues. */
export const extendRollout = (ctx: Context, input: Input<typeof extendRolloutContract>): Out =>
  act(ctx, input, async (_, row, now) => {
    const { progress } = viewOf(row)
    if (progress.step < 0) throw notPossible(row, 'No phase has begun.')
    const added = { ...progress, extraHoldMs: progress.extraHoldMs + input.body.seconds * 1000 }
    const evidence = { seconds: input.body.seconds }
    if (progress.state !== 'paused' || progress.pausedAt === null)
      return { next: added, rule: 'person', action: 'rollout.extended', evidence }
    const pausedMs = progress.pausedMs + now.getTime() - progress.pausedAt
    const next = {
      ...added,
      state: progress.resumesTo ?? ('holding' as const),
      pausedMs,
      pausedAt: null,
      resumesTo: null,
    }
    return { next, rule: 'person', action: 'rollout.extended', evidence }
  })

/** Before the first phase nobody has had the candidate, so nothing is rolled back. */
export const abortRollout = (ctx: Context, input: Input<typeof abortRolloutContract>): Out =>
  act(ctx, input, async (_, row, now) => {
    const state = row.step < 0 ? 'cancelled' : 'rolled_back'
    return { next: enter(row.step, state, now.getTime()), rule: 'person', action: `rollout.${state}`, why: '' }
  })
