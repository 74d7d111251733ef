import { enter, nextStep, type RolloutView } from '#lib/domain/rollouts/engine/advance.ts'
import { differenceOf, logRatioOf, mean, rateUpper, reachOf } from '#lib/domain/rollouts/engine/statistics.ts'
import type { Arm, Evidence, Moments, Progress } from '#lib/domain/rollouts/engine/types.ts'

type Other = (view: RolloutView, evidence: Evidence, now: number) => { next: Progress; weightBps: number }
export type Policy = 'holdpoint' | Other

/** At the end of each phase a judge says whether it goes on; there is no waiting. */
const byPhase =
  (passes: (candidate: Arm, control: Arm) => boolean): Other =>
  ({ progress, strategy }, evidence, now) => {
    const weight = (next: Progress) => ({ next, weightBps: strategy.phases[next.step]?.weightBps ?? 0 })
    if (progress.state === 'draft') return weight(nextStep(progress, strategy, now))
    const phase = strategy.phases[progress.step]
    if (!phase || now < progress.since + phase.seconds * 1000) return weight(progress)
    if (phase.weightBps === 10_000) return weight(nextStep(progress, strategy, now))
    const candidate = pooled(evidence, one => one.candidate)
    const control = pooled(evidence, one => one.control)
    return weight(
      passes(candidate, control) ? nextStep(progress, strategy, now) : enter(progress.step, 'rolled_back', now),
    )
  }

function pooled({ phases }: Evidence, read: (phase: Evidence['phases'][number]) => Arm): Arm {
  const arms = phases.map(read)
  const sum = (moments: (arm: Arm) => Moments): Moments => ({
    n: arms.reduce((all, arm) => all + moments(arm).n, 0),
    sum: arms.reduce((all, arm) => all + moments(arm).sum, 0),
    squares: arms.reduce((all, arm) => all + moments(arm).squares, 0),
  })
  return {
    requests: arms.reduce((all, arm) => all + arm.requests, 0),
    errors: arms.reduce((all, arm) => all + arm.errors, 0),
    ...{ cost: sum(arm => arm.cost), quality: sum(arm => arm.quality) },
  }
}

/** The rules as they are usually written: error rate < 1 %, quality ≥ baseline, cost within 20 %, as plain figures. */
export const literal: Policy = byPhase((candidate, control) => {
  if (candidate.requests === 0) return true
  const quality = (mean(candidate.quality) ?? 0) >= (mean(control.quality) ?? 0)
  const cost = (mean(candidate.cost) ?? 0) <= 1.2 * (mean(control.cost) ?? 0)
  return candidate.errors / candidate.requests < 0.01 && quality && cost
})

/** Tests with the same margins at 5 %, once at the end of each phase, over all phases pooled, without holding. */
export const fixedHorizon: Policy = byPhase((candidate, control) => {
  const [quality, cost] = [differenceOf(candidate.quality, control.quality), logRatioOf(candidate.cost, control.cost)]
  if (!quality || !cost) return false
  const reach = reachOf(0.05)
  return (
    rateUpper(candidate.errors, candidate.requests, 0.05) < 0.01 &&
    quality.value - reach * Math.sqrt(quality.error2) > -0.05 &&
    cost.value + reach * Math.sqrt(cost.error2) < Math.log(1.2)
  )
})
