import type { QualityScore } from '#lib/domain/agents/schemas.ts'
import { usdToNanos } from '#lib/shared/money.ts'
import { lastBinWithin } from '#lib/shared/statistics.ts'
import type { Slo } from './schemas.ts'

/** The rollup that a service level is counted from. `above`: the last bin that is still good, or the lowest good score. */
export type Source =
  | { kind: 'spans' | 'tools' }
  | { kind: 'bins'; metric: 'request_us' | 'run_cost_nanos'; above: number }
  | { kind: 'scores'; name: string; from: string | null }
  | { kind: 'scoreBins'; name: string; from: string | null; above: number }

/** Null: the agent's entry names no score. */
export function sourceOf(slo: Slo, quality: QualityScore | null): Source | null {
  switch (slo.objective) {
    case 'success':
      return { kind: 'spans' }
    case 'tool_success':
      return { kind: 'tools' }
    case 'latency':
      return { kind: 'bins', metric: 'request_us', above: lastBinWithin((slo.thresholdMs ?? 0) * 1000) }
    case 'cost':
      return {
        kind: 'bins',
        metric: 'run_cost_nanos',
        above: lastBinWithin(Number(usdToNanos(slo.thresholdUsd ?? '0'))),
      }
    case 'quality': {
      if (quality === null) return null
      const { name, source: from } = quality
      return slo.thresholdScore === null
        ? { kind: 'scores', name, from }
        : { kind: 'scoreBins', name, from, above: slo.thresholdScore }
    }
  }
}
