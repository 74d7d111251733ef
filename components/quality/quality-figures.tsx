'use client'

import { Figure, Figures } from '#components/kit/figures.tsx'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { shareInterval } from '#lib/shared/interval.ts'
import { formatCount, formatPercent, plural } from '#lib/shared/numbers.ts'
import { type ScoreRow, scoredShare } from './score-rows.ts'
import type { useQuality } from './use-quality.ts'

interface Props {
  rows: readonly ScoreRow[] | undefined
  quality: ReturnType<typeof useQuality>
}

/** What people say, whether tools work, and how much of it all is scored. */
export function QualityFigures({ rows, quality }: Props) {
  const { filter, range } = quality
  const tools = useMetrics({
    measures: ['spans', 'errors'],
    filter: { ...filter, kind: 'tool' },
    bucket: 'none',
    range,
  })
  const traces = useMetrics({ measures: ['scoredTraces', 'tracesBegun'], filter, bucket: 'none', range })
  const [scored = 0, begun = 0] = (traces.data?.rows[0] ?? []) as [number, number]
  const feedback = rows && feedbackOf(rows)
  const [calls = 0, failed = 0] = (tools.data?.rows[0] ?? []) as [number, number]
  return (
    <Figures label="Quality in short">
      <Figure
        label="scores"
        value={rows ? formatCount(rows.reduce((sum, { count }) => sum + count, 0)) : undefined}
        note={rows ? plural(new Set(rows.map(({ name }) => name)).size, 'different score') : undefined}
      />
      <Figure
        label="traces with a score"
        value={traces.data ? formatPercent(scoredShare({ scored, begun })) : undefined}
        note={traces.data ? `${formatCount(scored)} of ${formatCount(begun)} that began` : undefined}
      />
      <Figure
        label="yes answers by people"
        value={feedback ? formatPercent(feedback.share) : rows && '–'}
        note={
          feedback ? `${intervalOf(feedback)} · ${plural(feedback.count, 'answer')}` : 'no yes/no answers by people'
        }
      />
      <Figure
        label="tool calls that succeed"
        value={tools.data ? formatPercent(calls > 0 ? 1 - failed / calls : null) : undefined}
        note={calls > 0 ? `${formatCount(failed)} of ${formatCount(calls)} failed` : 'no tool was called'}
        href={failed > 0 ? quality.failedHref(null) : undefined}
      />
    </Figures>
  )
}

/** Boolean scores by people, whatever their name: thumbs, helpful or not, solved or not. */
function feedbackOf(rows: readonly ScoreRow[]): { share: number; count: number } | null {
  const given = rows.filter(({ source, type }) => source === 'human' && type === 'boolean')
  const count = given.reduce((sum, row) => sum + row.count, 0)
  if (count === 0) return null
  return { share: given.reduce((sum, row) => sum + row.count * (row.mean ?? 0), 0) / count, count }
}

function intervalOf({ share, count }: { share: number; count: number }): string {
  const interval = shareInterval(share, count)
  return interval ? `${formatPercent(interval.low, 0)} – ${formatPercent(interval.high, 0)}` : ''
}
