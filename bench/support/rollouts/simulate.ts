import { advance, enter, isActive } from '#lib/domain/rollouts/engine/advance.ts'
import { seedStrategies } from '#lib/domain/rollouts/engine/strategies.ts'
import type { Arm, Evidence, PhaseEvidence, Progress } from '#lib/domain/rollouts/engine/types.ts'
import type { Policy } from './policies.ts'
import { addScores, draw, emptyArm, type Random, type World } from './stream.ts'

export interface Outcome {
  /** promoted: all users have it and it stayed; waits: a person is asked. */
  end: 'promoted' | 'rolled back' | 'waits'
  greatestBps: number
  hours: number
}

const minute = 60_000
const tickMinutes = 10
const strategy = seedStrategies['agent-change']

interface Stream {
  phases: PhaseEvidence[]
  late: { at: number; arm: Arm; scores: number[] }[]
}

/** One rollout in one world, every ten minutes through the engine's own function. */
export function simulate(world: World, policy: Policy, random: Random): Outcome {
  const stream: Stream = { phases: [], late: [] }
  let progress: Progress = enter(-1, 'draft', 0)
  let greatestBps = 0
  for (let now = 0; now < 100 * 60 * minute; now += tickMinutes * minute) {
    if (progress.step >= 0) draws(stream, progress, world, random, now)
    const evidence: Evidence = {
      ...{ readUpTo: now, phases: stream.phases, shadow: null, incident: null, breaker: null },
      ...{ holds: [], fault: null },
    }
    const decision =
      policy === 'holdpoint'
        ? advance({ progress, strategy }, evidence, now)
        : policy({ progress, strategy }, evidence, now)
    progress = decision.next
    if (progress.state === 'succeeded') return { end: 'promoted', greatestBps: 10_000, hours: now / minute / 60 }
    if (progress.state === 'paused') return { end: 'waits', greatestBps, hours: now / minute / 60 }
    if (!isActive(progress)) return { end: 'rolled back', greatestBps, hours: now / minute / 60 }
    greatestBps = Math.max(greatestBps, decision.weightBps)
  }
  return { end: 'waits', greatestBps, hours: 100 }
}

function draws(stream: Stream, { step }: Progress, world: World, random: Random, now: number): void {
  if (!stream.phases.some(phase => phase.step === step))
    stream.phases.push({ step, candidate: emptyArm(), control: emptyArm() })
  const phase = stream.phases.find(one => one.step === step)
  if (!phase) return
  const weightBps = strategy.phases[step]?.weightBps ?? 0
  for (const isCandidate of [true, false]) {
    const arm = isCandidate ? phase.candidate : phase.control
    const scores: number[] = []
    draw(arm, scores, world, { weightBps, minutes: tickMinutes, hours: now / minute / 60, isCandidate }, random)
    stream.late.push({ at: now + world.scoreLagMinutes * minute, arm, scores })
  }
  const due = stream.late.filter(({ at }) => at <= now)
  for (const { arm, scores } of due) addScores(arm, scores)
  stream.late = stream.late.filter(({ at }) => at > now)
}
