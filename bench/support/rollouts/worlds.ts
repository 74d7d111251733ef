import type { World } from './stream.ts'

const same: Omit<World, 'name'> = {
  ...{ requestsPerHour: 6_000, baselineErrors: 0.002, candidateErrors: 0.002, qualityShift: 0, costRatio: 1 },
  ...{ scoreLagMinutes: 10, drift: false, missing: 0 },
}

/** What a rollout must do in a world: a share of all rollouts. */
export interface Target {
  promoted?: { atLeast: number }
  rolledBack?: { atLeast?: number; atMost?: number }
  reachesHalf?: { atMost: number }
}

export interface Case extends World {
  target: Target
}

const one = (name: string, change: Partial<World>, target: Target): Case => ({ ...same, ...change, name, target })

const good: Target = { promoted: { atLeast: 0.9 }, rolledBack: { atMost: 0.05 } }
const failing: Target = { reachesHalf: { atMost: 0.01 } }
const worse: Target = { rolledBack: { atLeast: 0.95 } }
/** With little traffic it may wait for a person, and must guess neither way. */
const little: Target = { rolledBack: { atMost: 0.05 } }

export const cases: readonly Case[] = [
  one('identical', {}, good),
  one('identical, 600 requests an hour', { requestsPerHour: 600 }, little),
  one('identical, 60 requests an hour', { requestsPerHour: 60 }, little),
  one('identical, drift', { drift: true }, good),
  one('identical, scores an hour late', { scoreLagMinutes: 60 }, good),
  one('identical, 30 % missing', { missing: 0.3 }, good),
  one('identical, nothing scored or priced', { missing: 1 }, { rolledBack: { atMost: 0 }, reachesHalf: { atMost: 0 } }),
  one('no traffic', { requestsPerHour: 0 }, { rolledBack: { atMost: 0 }, reachesHalf: { atMost: 0 } }),
  one('3 % errors', { candidateErrors: 0.03 }, { ...failing, ...worse }),
  one('3 % errors, drift', { candidateErrors: 0.03, drift: true }, { ...failing, ...worse }),
  one('3 % errors, 600 requests an hour', { candidateErrors: 0.03, requestsPerHour: 600 }, failing),
  one('3 % errors, 60 requests an hour', { candidateErrors: 0.03, requestsPerHour: 60 }, failing),
  one('quality −0.10', { qualityShift: -0.1 }, worse),
  one('quality −0.10, drift', { qualityShift: -0.1, drift: true }, worse),
  one('quality −0.10, 600 requests an hour', { qualityShift: -0.1, requestsPerHour: 600 }, failing),
  one('cost × 1.5', { costRatio: 1.5 }, worse),
  one('cost × 1.1', { costRatio: 1.1 }, little),
  one('0.5 % errors', { candidateErrors: 0.005 }, little),
]
