import type { Measured, ReadinessId } from '#lib/shared/readiness.ts'
import type { Context } from './context.ts'

export interface ReadinessQuestion {
  /** Agents that traces of the last seven days name. */
  agents: readonly string[]
  now: Date
}

/** A domain that measures points of the checklist declares them in its readiness.ts; the checklist knows none of them. */
export interface ReadinessSource {
  /** Which points: where reading fails, these are shown as unknown. */
  points: readonly ReadinessId[]
  measure(ctx: Context, question: ReadinessQuestion): Promise<Measured[]>
}
