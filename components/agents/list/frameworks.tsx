'use client'

import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { ComparisonTable } from '#components/kit/comparison-table.tsx'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { useScope } from '#lib/client/use-scope.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { frameworkMeasures, measureRows } from './framework-rows.ts'

const most = 6

/** Frameworks by the same measures over the same range, the one with most requests first. */
export function Frameworks({ range }: { range: TimeRange }) {
  const { environment } = useScope()
  const request = { filter: environment ? { environment } : {}, bucket: 'none', range, by: ['framework'] } as const
  const whole = useMetrics({ ...request, by: ['framework'], measures: [...frameworkMeasures.whole] })
  const runs = useMetrics({ ...request, by: ['framework'], measures: [...frameworkMeasures.runs] })
  const tools = useMetrics({
    ...request,
    by: ['framework'],
    filter: { ...request.filter, kind: 'tool' },
    measures: [...frameworkMeasures.tools],
  })
  const scores = useMetrics({
    ...request,
    by: ['framework', 'scoreName', 'scoreType'],
    measures: ['scores', 'scoreMean'],
  })
  const results = [whole, runs, tools, scores]
  const failed = results.find(({ error }) => error)
  if (failed) {
    const retry = () => void Promise.all(results.map(({ refetch }) => refetch()))
    return <Failure what="The frameworks could not be compared." error={failed.error} retry={retry} />
  }
  if (!whole.data || !runs.data || !tools.data || !scores.data) return <Skeleton rows={12} />
  const { names, left, measures } = measureRows(
    { whole: whole.data, runs: runs.data, tools: tools.data, scores: scores.data },
    most,
  )
  if (names.length === 0) {
    return (
      <Empty title="No framework in this range">
        <p>Traces name the framework that made them. Choose a longer range, or connect an agent.</p>
      </Empty>
    )
  }
  return (
    <div className={styles.frameworks}>
      <ComparisonTable
        title="Frameworks side by side"
        note={left > 0 ? `the ${most} with the most requests; ${left} more` : 'same measures, same range'}
        subjects={names.map(name => ({ id: name, name }))}
        measures={measures}
      />
    </div>
  )
}
