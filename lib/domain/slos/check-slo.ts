import { invalid } from '#lib/shared/problem.ts'
import type { SloFields } from './schemas.ts'

type Threshold = 'thresholdMs' | 'thresholdUsd' | 'thresholdScore'
/** The threshold of each objective, and the message if it is missing; null: it may be left out. */
const thresholds: Partial<Record<SloFields['objective'], { field: Threshold; needed: string | null }>> = {
  latency: {
    field: 'thresholdMs',
    needed: 'Latency needs a threshold: the duration in milliseconds above which a request counts as bad.',
  },
  cost: { field: 'thresholdUsd', needed: 'Cost needs a threshold: the dollars above which a run counts as bad.' },
  quality: { field: 'thresholdScore', needed: null },
}

/** Throws 422, with the field, for a service level that could not be measured. */
export function checkSlo(slo: SloFields): void {
  const { objective, target, percentile } = slo
  const own = thresholds[objective]
  if (own?.needed && slo[own.field] === null) throw invalid(own.needed, `body.${own.field}`)
  for (const field of ['thresholdMs', 'thresholdUsd', 'thresholdScore'] as const)
    if (field !== own?.field && slo[field] !== null)
      throw invalid(`The objective ${objective} does not use this threshold. Leave it out.`, `body.${field}`)
  if (percentile !== null && objective !== 'latency')
    throw invalid('Only the objective latency has a percentile.', 'body.percentile')
  if (target === null && percentile === null)
    throw invalid('Give the share that must be good, such as 0.99.', 'body.target')
  if (target !== null && percentile !== null && Math.abs(target - percentile / 100) > 1e-9)
    throw invalid(
      `The percentile ${percentile} means the target ${percentile / 100}, but the target given is ${target}. Leave one of them out.`,
      'body.percentile',
    )
  if (slo.throttle !== null && slo.onExhausted !== 'throttle')
    throw invalid('throttle has an effect only with onExhausted: throttle.', 'body.throttle')
}

/** The share that must be good. */
export const targetOf = ({ target, percentile }: Pick<SloFields, 'target' | 'percentile'>): number =>
  target ?? (percentile ?? 0) / 100
