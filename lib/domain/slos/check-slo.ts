import { invalid } from '#lib/shared/problem.ts'
import type { SloFields } from './schemas.ts'

type Threshold = 'thresholdMs' | 'thresholdUsd' | 'thresholdScore'
/** What each objective is held against, and whether it must be given. */
const thresholds: Partial<Record<SloFields['objective'], { field: Threshold; needed: string | null }>> = {
  latency: { field: 'thresholdMs', needed: 'Say from which duration a request counts as slow.' },
  cost: { field: 'thresholdUsd', needed: 'Say from which cost a run counts as expensive.' },
  quality: { field: 'thresholdScore', needed: null },
}

/** Throws 422 for a service level that could not be measured. */
export function checkSlo(slo: SloFields): void {
  const { objective, target, percentile } = slo
  const own = thresholds[objective]
  if (own?.needed && slo[own.field] === null) throw invalid(own.needed, `body.${own.field}`)
  for (const field of ['thresholdMs', 'thresholdUsd', 'thresholdScore'] as const)
    if (field !== own?.field && slo[field] !== null)
      throw invalid(`${objective} has no such threshold.`, `body.${field}`)
  if (percentile !== null && objective !== 'latency') throw invalid('Only latency has a percentile.', 'body.percentile')
  if (target === null && percentile === null) throw invalid('Say which share must be good.', 'body.target')
  if (target !== null && percentile !== null && Math.abs(target - percentile / 100) > 1e-9)
    throw invalid(
      `The percentile ${percentile} means that a share of ${percentile / 100} is within the threshold, but the target is ${target}: leave one of them out.`,
      'body.percentile',
    )
  if (slo.throttle !== null && slo.onExhausted !== 'throttle')
    throw invalid('It is used with onExhausted throttle only.', 'body.throttle')
}

/** The share that must be good. */
export const targetOf = ({ target, percentile }: Pick<SloFields, 'target' | 'percentile'>): number =>
  target ?? (percentile ?? 0) / 100
