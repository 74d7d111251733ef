import type { Arm, Moments } from '#lib/domain/rollouts/engine/types.ts'

/** One world that a candidate is let into. */
export interface World {
  name: string
  requestsPerHour: number
  baselineErrors: number
  candidateErrors: number
  /** Added to the candidate's mean score. */
  qualityShift: number
  /** Mean cost of the candidate over that of the baseline. */
  costRatio: number
  /** Scores come so much later than their requests. */
  scoreLagMinutes: number
  /** Mean score of both, by hour: harder traffic from one phase to the next. */
  drift: boolean
  /** Share of scores and costs that never come. */
  missing: number
}

export interface Random {
  uniform: () => number
  normal: () => number
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}

const add = (moments: Moments, value: number): void => {
  moments.n++
  moments.sum += value
  moments.squares += value * value
}

export const emptyArm = (): Arm => ({
  ...{ requests: 0, errors: 0 },
  cost: { n: 0, sum: 0, squares: 0 },
  quality: { n: 0, sum: 0, squares: 0 },
})

/** Coefficient of variation near 1, as model bills have. */
const costSpread = 0.8
const scoreSpread = 0.2

interface Share {
  weightBps: number
  minutes: number
  hours: number
  isCandidate: boolean
}

/** What one arm did in some minutes, drawn request by request. The control has as many users as the candidate. */
export function draw(arm: Arm, scores: number[], world: World, share: Share, random: Random): void {
  const { weightBps, minutes, hours, isCandidate } = share
  const weight = isCandidate ? weightBps : Math.min(weightBps, 10_000 - weightBps)
  const expected = (world.requestsPerHour * minutes * weight) / 600_000
  const count = Math.max(0, Math.round(expected + Math.sqrt(expected) * random.normal()))
  const level = 0.8 - (world.drift ? Math.min(0.1, hours * 0.014) : 0)
  const mean = level + (isCandidate ? world.qualityShift : 0)
  for (let i = 0; i < count; i++) {
    arm.requests++
    if (random.uniform() < (isCandidate ? world.candidateErrors : world.baselineErrors)) arm.errors++
    if (random.uniform() >= world.missing)
      add(arm.cost, 0.03 * (isCandidate ? world.costRatio : 1) * Math.exp(costSpread * random.normal()))
    if (random.uniform() >= world.missing) scores.push(Math.min(1, Math.max(0, mean + scoreSpread * random.normal())))
  }
}

export const addScores = (arm: Arm, scores: readonly number[]): void => {
  for (const score of scores) add(arm.quality, score)
}
