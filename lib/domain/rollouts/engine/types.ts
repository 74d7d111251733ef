/** Count, sum and sum of squares of a figure: enough for its mean and its spread. */
export interface Moments {
  n: number
  sum: number
  squares: number
}

/** What one release did during one phase, up to the watermark. */
export interface Arm {
  requests: number
  errors: number
  /** Dollars of requests with a known cost. */
  cost: Moments
  /** The score that the entry of the agent names. */
  quality: Moments
}

export interface PhaseEvidence {
  step: number
  candidate: Arm
  control: Arm
}

/** Pairs of answers to the same request: the score of the shadow minus that of production. */
interface ShadowEvidence {
  pairs: number
  difference: Moments
  /** The same compared with the anchor. Left out if the rollout has none. */
  anchor?: { pairs: number; difference: Moments }
  /** Share of the requests of production that were mirrored; null if unknown. */
  coverage: number | null
}

/** The complete evidence of a decision. It is stored with the decision. */
export interface Evidence {
  /** In milliseconds. Nothing later was counted. */
  readUpTo: number
  phases: readonly PhaseEvidence[]
  shadow: ShadowEvidence | null
  /** A critical incident of this agent, opened since the rollout began. */
  incident: { id: string; title: string; isOfBreaker?: boolean } | null
  /**
   * A breaker that has stopped this agent since the rollout began, and why it opened: failures, a spent service level,
   * or a person.
   */
  breaker: { name: string; reason?: string | null } | null
  /** Why nothing may be promoted now: freezes, spent service levels. These never stop a rollback. */
  holds: readonly string[]
  /** Why the figures could not be read; null if they could. */
  fault: string | null
}

export const gateNames = ['errors', 'quality', 'cost', 'safety', 'shadow', 'anchor'] as const
export type GateName = (typeof gateNames)[number]

export const verdicts = ['PASS', 'FAIL', 'INCONCLUSIVE', 'INSUFFICIENT_DATA', 'ERROR', 'SKIPPED'] as const
export type Verdict = (typeof verdicts)[number]

export interface GateResult {
  gate: GateName
  verdict: Verdict
  value: number | null
  baseline: number | null
  /** What is compared with the limit: the rate, the difference of means, the ratio of means. */
  estimate: number | null
  low: number | null
  high: number | null
  limit: number | null
  samples: number
  needed: number | null
  note: string
}

export interface Phase {
  weightBps: number
  /** How long it runs at least. Paused time does not count. */
  seconds: number
  /** How long it may hold after that, before a person is asked. */
  holdSeconds: number
  minimumRequests: number
  /** A person must approve the next phase. */
  approval: boolean
}

export interface Gates {
  /** The error rate must be below this; null: not judged. */
  maximumErrorRate: number | null
  /** Quality may be lower than that of the baseline by this much; null: not judged. */
  qualityMargin: number | null
  /** The cost of a request may be higher than that of the baseline by this share; null: not judged. */
  costIncrease: number | null
}

export interface Strategy {
  phases: readonly Phase[]
  gates: Gates
  /** Null: no shadow phase. */
  shadow: {
    minimumPairs: number
    margin: number
    minimumCoverage: number | null
    /**
     * The release that a person has pinned, unless it is the baseline itself. It shows whether many small losses add
     * up.
     */
    anchor?: string | null
  } | null
}

const activeStates = ['draft', 'shadowing', 'running', 'holding', 'baking', 'paused'] as const
const endStates = ['succeeded', 'rolled_back', 'cancelled', 'superseded'] as const
export const states = [...activeStates, ...endStates] as const
export type ActiveState = (typeof activeStates)[number]
export type State = (typeof states)[number]

export interface Progress {
  state: State
  /** Number of the phase from 0; −1 before the first. */
  step: number
  /** When this step began, in milliseconds. */
  since: number
  /** Paused time within this step. */
  pausedMs: number
  pausedAt: number | null
  /** The state to which it returns when it is resumed. */
  resumesTo: ActiveState | null
  /** Whether the single check at the end of this phase has been made. */
  looked: boolean
  /** Gates that passed at that check. They stay passed in this step unless they fail. */
  passed: readonly GateName[]
  /** Time to hold that people have added in this step. */
  extraHoldMs: number
  /** How often in a row the figures could not be read. */
  faults: number
  /** Gates that people have skipped in this step. */
  skipped: readonly { gate: GateName; by: string; reason: string }[]
}

export interface Decision {
  next: Progress
  weightBps: number
  /** Null if nothing moves. */
  transition: { rule: string; message: string } | null
  gates: readonly GateResult[]
  /** Why it has not been promoted yet, in one sentence. */
  why: string
  nextCheckAt: number | null
}
