import type { PlannedRun } from '../calendar.ts'
import type { Random } from '../random.ts'
import type { Recorder } from '../recorder.ts'

/** What a run is told by. */
export interface RunContext {
  run: PlannedRun
  random: Random
  recorder: Recorder
}

export interface DemoScore {
  id: string
  name: string
  source: 'human' | 'code' | 'judge'
  dataType: 'numeric' | 'boolean' | 'categorical'
  value: number | boolean | string
  traceId: string
  comment?: string
}

/** What a run leaves behind, beside its spans. */
export interface RunResult {
  traceId: string
  end: number
  failed: boolean
  scores: DemoScore[]
}

/** A clock of the run: each step begins where the one before ended. */
export class Steps {
  now: number
  constructor(at: number) {
    this.now = at
  }
  /** Moves on, and answers start and end of the step. */
  take(ms: number): { start: number; end: number } {
    const start = this.now
    this.now += ms
    return { start, end: this.now }
  }
}

export const json = (value: unknown) => JSON.stringify(value)

/** Within `[0, 1]`, with two decimals, as judges answer. */
export const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100
