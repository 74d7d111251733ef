import { nanosToUsd } from '#lib/shared/money.ts'
import type { RunRule } from './matching.ts'
import { amountText, type RunMeasure, words } from './run-budget.ts'

/** The sums of a run's traces. Null: not reported; then no limit counts as crossed. */
interface SeenRun {
  llmCalls: number
  toolCalls: number
  tokens: number | null
  nanos: bigint | null
  /** Time from its begin to its end, without waiting for people. */
  workedMs: number
  /** Calls by tool, for tools with a limit of their own. */
  byTool: ReadonlyMap<string, number>
}

export interface Violation {
  measure: RunMeasure
  tool: string | null
  budget: string | null
  limit: string
  used: string
  message: string
}

/**
 * Every limit that a run has crossed: it used more than the limit, and no permit was asked that could have stopped it.
 */
export function violationsOf(rules: readonly RunRule[], run: SeenRun): Violation[] {
  return rules.flatMap(({ slug, tool, limits }) => {
    const over = (measure: RunMeasure, limit: string, used: string): Violation => {
      const what = tool === null ? words[measure] : `calls of ${tool}`
      const message = `The run may use ${amountText(limit)} ${what} and used ${amountText(used)}.`
      return { measure, tool, budget: slug, limit, used, message }
    }
    const count = (measure: 'llmCalls' | 'toolCalls' | 'tokens', used: number | null) => {
      const limit = limits[measure]
      return limit !== null && used !== null && used > limit ? [over(measure, String(limit), String(used))] : []
    }
    // No trace says which tokens and dollars belong to one tool.
    if (tool !== null) return count('toolCalls', run.byTool.get(tool) ?? 0)
    const { nanos, seconds } = limits
    return [
      ...count('llmCalls', run.llmCalls),
      ...count('toolCalls', run.toolCalls),
      ...count('tokens', run.tokens),
      ...(nanos !== null && run.nanos !== null && run.nanos > nanos
        ? [over('usd', nanosToUsd(nanos), nanosToUsd(run.nanos))]
        : []),
      ...(seconds !== null && run.workedMs > seconds * 1000
        ? [over('seconds', String(seconds), String(Math.floor(run.workedMs / 1000)))]
        : []),
    ]
  })
}
