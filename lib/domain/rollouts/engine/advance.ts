import { judgeGates, judgeShadow } from './gates.ts'
import { alsoHeld, failedText, whyNot } from './sentences.ts'
import type { ActiveState, Decision, Evidence, GateName, GateResult, Phase, Progress, Strategy } from './types.ts'

/** How many times in a row the figures may be unreadable before a person is asked. */
const maximumFaults = 5
const minuteMs = 60_000

export interface RolloutView {
  progress: Progress
  strategy: Strategy
}

export const isActive = ({ state }: Pick<Progress, 'state'>): boolean =>
  !['succeeded', 'rolled_back', 'cancelled', 'superseded'].includes(state)

/** The share of the candidate. It stays the same during a pause. */
export function weightOf({ state, step }: Progress, { phases }: Strategy): number {
  if (state === 'succeeded') return 10_000
  if (state === 'rolled_back' || state === 'cancelled' || state === 'superseded') return 0
  return phases[step]?.weightBps ?? 0
}

const phaseState = (phase: Phase): ActiveState => (phase.weightBps === 10_000 ? 'baking' : 'running')

/** The beginning of a step. Nothing is taken over from the step before. */
export function enter(step: number, state: Progress['state'], now: number): Progress {
  return {
    ...{ state, step, since: now, pausedMs: 0, pausedAt: null, resumesTo: null },
    ...{ looked: false, passed: [], extraHoldMs: 0, faults: 0, skipped: [] },
  }
}

/** After the last phase it has succeeded. */
export function nextStep({ step }: Progress, { phases }: Strategy, now: number): Progress {
  const phase = phases[step + 1]
  return phase ? enter(step + 1, phaseState(phase), now) : enter(step, 'succeeded', now)
}

/**
 * What becomes of a rollout, by what is known now. It reads no clock and stores nothing: the same three inputs give the
 * same decision. Whatever is critical ends the rollout first.
 */
export function advance(view: RolloutView, evidence: Evidence, now: number): Decision {
  const { progress } = view
  if (!isActive(progress)) return stay(view, [], null)
  const { incident, breaker } = evidence
  // A breaker that opens has an incident of its own. Then the breaker is the cause.
  if (incident && !(breaker && incident.isOfBreaker)) {
    const message = `Critical incident ${incident.id}: ${incident.title}`
    return rollBack(view, evidence, now, { rule: 'incident', message })
  }
  if (breaker) {
    const why = breaker.reason ? `: ${breaker.reason}` : '.'
    return rollBack(view, evidence, now, {
      ...{ rule: 'breaker', message: `The breaker ${breaker.name} stopped the agent${why}` },
    })
  }
  if (evidence.fault !== null) return unreadable(view, evidence.fault, now)
  const readable = progress.faults === 0 ? view : { ...view, progress: { ...progress, faults: 0 } }
  switch (progress.state) {
    case 'draft':
      return begin(readable, evidence, now)
    case 'shadowing':
      return shadow(readable, evidence, now)
    default:
      return phase(readable, evidence, now)
  }
}

function stay({ progress, strategy }: RolloutView, gates: readonly GateResult[], nextCheckAt: number | null, why = '') {
  return { next: progress, weightBps: weightOf(progress, strategy), transition: null, gates, why, nextCheckAt }
}

function move(
  { strategy }: RolloutView,
  next: Progress,
  gates: readonly GateResult[],
  { rule, message, nextCheckAt }: { rule: string; message: string; nextCheckAt: number },
): Decision {
  const ends = !isActive(next)
  return {
    ...{ next, weightBps: weightOf(next, strategy), transition: { rule, message }, gates },
    ...{ why: ends ? '' : message, nextCheckAt: ends ? null : nextCheckAt },
  }
}

interface Ending {
  rule: string
  message: string
  /** The gates as they were when one failed. Left out if the rollout ends for another reason. */
  gates?: readonly GateResult[]
}

function rollBack(view: RolloutView, evidence: Evidence, now: number, { rule, message, ...judged }: Ending): Decision {
  const gates = judged.gates ?? judgeGates(evidence, view.strategy.gates, { kind: 'anytime' })
  const next = enter(view.progress.step, 'rolled_back', now)
  return move(view, next, gates, { rule, message, nextCheckAt: now })
}

function pause(view: RolloutView, gates: readonly GateResult[], now: number, rule: string, message: string): Decision {
  const { progress } = view
  const next: Progress = { ...progress, state: 'paused', pausedAt: now, resumesTo: progress.state as ActiveState }
  return move(view, next, gates, { rule, message, nextCheckAt: now + minuteMs })
}

/** Without figures nothing moves, and after some attempts a person is asked. */
function unreadable(view: RolloutView, fault: string, now: number): Decision {
  const { progress } = view
  if (progress.state === 'paused') return stay(view, [], now + minuteMs, `The figures cannot be read: ${fault}`)
  const counted = { ...view, progress: { ...progress, faults: progress.faults + 1 } }
  const message = `The figures cannot be read: ${fault}`
  if (counted.progress.faults >= maximumFaults) return pause(counted, [], now, 'no-figures', message)
  return stay(counted, [], now + minuteMs, message)
}

function begin(view: RolloutView, { holds }: Evidence, now: number): Decision {
  const held = holds[0]
  if (held !== undefined) return stay(view, [], now + minuteMs, `Not started yet: ${held}`)
  const next = view.strategy.shadow ? enter(-1, 'shadowing', now) : nextStep(view.progress, view.strategy, now)
  const message = view.strategy.shadow ? 'The candidate answers in the shadow first.' : 'The first phase begins.'
  return move(view, next, [], { rule: 'started', message, nextCheckAt: now + minuteMs })
}

function shadow(view: RolloutView, evidence: Evidence, now: number): Decision {
  const { strategy, progress } = view
  if (!strategy.shadow) return move(view, nextStep(progress, strategy, now), [], started(now))
  const gates = skip(judgeShadow(evidence, strategy.shadow), progress)
  const failed = gates.find(({ verdict }) => verdict === 'FAIL')
  if (failed) return rollBack(view, evidence, now, { rule: failed.gate, message: failedText(failed), gates })
  const why = whyNot(gates, evidence, { now, since: progress.since + progress.pausedMs })
  const isPassed = gates.every(({ verdict }) => verdict === 'PASS' || verdict === 'SKIPPED')
  if (!isPassed || evidence.holds.length > 0) return stay(view, gates, now + minuteMs, why)
  return move(view, nextStep(progress, strategy, now), gates, started(now))
}

const started = (now: number) => ({
  ...{ rule: 'shadow-passed', message: 'The shadow is not worse than production.', nextCheckAt: now + minuteMs },
})

function skip(gates: readonly GateResult[], { skipped }: Progress): GateResult[] {
  return gates.map(result => {
    const by = skipped.find(({ gate }) => gate === result.gate)
    return by ? { ...result, verdict: 'SKIPPED', note: `${by.by}: ${by.reason}` } : result
  })
}

/** The gates of this step, without the one that nobody may skip. */
export function skippableGates({ progress, strategy: { gates, shadow } }: RolloutView): GateName[] {
  const state = progress.resumesTo ?? progress.state
  if (state === 'draft') return []
  if (state === 'shadowing') return shadow?.anchor ? ['shadow', 'anchor'] : ['shadow']
  const judged: [GateName, number | null][] = [
    ['errors', gates.maximumErrorRate],
    ['quality', gates.qualityMargin],
    ['cost', gates.costIncrease],
  ]
  return judged.flatMap(([gate, limit]) => (limit === null ? [] : [gate]))
}

/** A phase is checked all the time, and judged for promotion once it has run long enough. */
function phase(view: RolloutView, evidence: Evidence, now: number): Decision {
  const { progress, strategy } = view
  const own = strategy.phases[progress.step]
  if (!own) return stay(view, [], now + minuteMs)
  const watched = skip(judgeGates(evidence, strategy.gates, { kind: 'anytime' }), progress)
  const failed = watched.find(({ verdict }) => verdict === 'FAIL')
  if (failed) {
    const message = failedText(failed, 'between looks')
    return rollBack(view, evidence, now, { rule: failed.gate, message, gates: watched })
  }
  if (progress.state === 'paused')
    return stay(view, watched, now + minuteMs, `A person must decide how it continues.${alsoHeld(evidence)}`)
  const dueAt = progress.since + progress.pausedMs + own.seconds * 1000
  if (now < dueAt)
    return stay(view, watched, Math.min(dueAt, now + minuteMs), whyNot(watched, evidence, { now, dueAt }))
  return look(view, evidence, now, own, watched)
}

/**
 * The first check at the end of a phase has the narrower bounds of a single check. Later ones have bounds that are
 * valid at any time.
 */
function look(view: RolloutView, evidence: Evidence, now: number, own: Phase, watched: GateResult[]): Decision {
  const { progress, strategy } = view
  const isThin =
    (evidence.phases.find(({ step }) => step === progress.step)?.candidate.requests ?? 0) < own.minimumRequests
  const fixed = { kind: 'fixed' as const, looks: strategy.phases.length }
  // The single check is not used up while the phase has had hardly any requests.
  const isFirst = !progress.looked && !isThin
  const gates = isFirst
    ? sharper(skip(judgeGates(evidence, strategy.gates, fixed), progress), watched)
    : keep(watched, progress.passed)
  const passed = gates.flatMap(({ gate, verdict }) => (verdict === 'PASS' ? [gate] : []))
  const seen = isFirst ? { ...view, progress: { ...progress, looked: true, passed } } : view
  const failed = gates.find(({ verdict }) => verdict === 'FAIL')
  if (failed) {
    const message = failedText(failed, 'at the end of the phase')
    return rollBack(seen, evidence, now, { rule: failed.gate, message, gates })
  }
  const isPassed = !isThin && gates.every(({ verdict }) => verdict === 'PASS' || verdict === 'SKIPPED')
  if (isPassed && evidence.holds.length === 0 && !own.approval) {
    const next = nextStep(seen.progress, strategy, now)
    const message = `${gates.length} gates passed.`
    return move(seen, next, gates, {
      rule: next.state === 'succeeded' ? 'succeeded' : 'gates-passed',
      message,
      nextCheckAt: now + minuteMs,
    })
  }
  return hold(seen, evidence, now, own, { gates, isPassed, isThin })
}

/** A gate has passed if one of its two checks has passed. */
const sharper = (fixed: readonly GateResult[], watched: readonly GateResult[]): GateResult[] =>
  fixed.map(result => watched.find(({ gate, verdict }) => gate === result.gate && verdict === 'PASS') ?? result)

const keep = (watched: readonly GateResult[], passed: Progress['passed']): GateResult[] =>
  watched.map(result =>
    passed.includes(result.gate) && result.gate !== 'safety' ? { ...result, verdict: 'PASS' } : result,
  )

function hold(
  view: RolloutView,
  evidence: Evidence,
  now: number,
  own: Phase,
  { gates, isPassed, isThin }: { gates: GateResult[]; isPassed: boolean; isThin: boolean },
): Decision {
  const { progress } = view
  const endsAt = progress.since + progress.pausedMs + (own.seconds + own.holdSeconds) * 1000 + progress.extraHoldMs
  const waitsForPerson = isPassed && own.approval
  const why = whyNot(gates, evidence, {
    now,
    endsAt,
    since: progress.since + progress.pausedMs,
    isThin,
    waitsForPerson,
  })
  // A rollout that has passed every gate waits for a freeze window or a person, however long that takes.
  if (now >= endsAt && !isPassed) {
    const isEmpty = isThin || gates.some(({ verdict }) => verdict === 'INSUFFICIENT_DATA')
    return pause(view, gates, now, isEmpty ? 'no-data' : 'inconclusive', `It has waited as long as it may. ${why}`)
  }
  if (progress.state === 'holding') return stay(view, gates, now + minuteMs, why)
  const next: Progress = { ...progress, state: 'holding' }
  return move({ ...view, progress: next }, next, gates, { rule: 'holding', message: why, nextCheckAt: now + minuteMs })
}
