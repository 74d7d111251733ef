import type { Material, Scorer } from './schemas.ts'
import type { Outcome } from './task-rules.ts'

/** A score that is due. */
export interface Task {
  id: string
  runId: string | null
  scenario: string | null
  repeat: number | null
  rule: string | null
  traceId: string | null
  criterion: string
  scorer: Scorer
  material: Material
  digest: string
  attempts: number
}

/** A task with the result of an attempt. */
export interface Settled extends Outcome {
  task: Task
  /** It waits for the budget of its judge. That was not an attempt. */
  notAsked?: true
  judge?: { slug: string; version: number; costNanos: bigint | null }
}
