'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { binLabel, binTest, histogramBins } from './histogram-bins.ts'
import styles from './quality.module.css'
import type { ScoreRow } from './score-rows.ts'
import { filterOf, tracesHref, type useQuality } from './use-quality.ts'

interface Bar {
  label: string
  count: number
  /** What a score must be to be in this bar. */
  test: string
}

interface Props {
  row: ScoreRow
  quality: ReturnType<typeof useQuality>
}

/** How often each value was given: numbers in bins, yes and no, words. Each bar leads to its traces. */
export function ScoreSpread({ row, quality }: Props) {
  const { range, filter } = quality
  const { scoreType, ...ofNumbers } = filterOf(filter, row)
  const result = useMetrics({
    measures: ['scores'],
    by: row.type === 'numeric' ? ['scoreValue'] : row.type === 'categorical' ? ['scoreLabel'] : [],
    filter: row.type === 'numeric' ? ofNumbers : { ...ofNumbers, scoreType },
    bucket: 'none',
    range,
  })
  const bars = useMemo(() => (result.data ? barsOf(result.data, row) : undefined), [result.data, row])
  const most = Math.max(1, ...(bars ?? []).map(({ count }) => count))
  const all = (bars ?? []).reduce((sum, { count }) => sum + count, 0)
  return (
    <section className={styles.spread} aria-label="Distribution">
      <h3>Distribution</h3>
      {result.error ? (
        <Failure what="The distribution could not be read." error={result.error} retry={() => void result.refetch()} />
      ) : null}
      <ul>
        {bars?.map(({ label, count, test }) => (
          <li key={label}>
            <Link
              href={tracesHref(range, filter, row, test)}
              prefetch={false}
              title={`${formatCount(count)} scores, ${formatPercent(count / all)}`}
            >
              <span className={styles.value}>
                <VisibleText text={label} />
              </span>
              <span className={styles.track}>
                <span style={{ inlineSize: `${(count / most) * 100}%` }} data-none={count === 0} />
              </span>
              <span className={styles.count}>{formatCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function barsOf({ rows }: Metrics, { type, mean, count }: ScoreRow): Bar[] {
  if (type === 'boolean') {
    const yes = Math.round((mean ?? 0) * count)
    return [
      { label: 'yes', count: yes, test: '>=1' },
      { label: 'no', count: count - yes, test: '<1' },
    ]
  }
  if (type === 'categorical') {
    return rows
      .map(([label, n]) => ({ label: String(label ?? '–'), count: Number(n), test: `=${label}` }))
      .sort((a, b) => b.count - a.count)
  }
  return histogramBins(rows.map(([value, n]) => ({ value: Number(value), count: Number(n) }))).map(bin => ({
    label: binLabel(bin),
    count: bin.count,
    test: binTest(bin),
  }))
}
