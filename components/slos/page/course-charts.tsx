'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import registered from '#components/kit/registered.module.css'
import { useChangeMarkers } from '#lib/domain/rollouts/use-change-markers.ts'
import type { SloCourse } from '#lib/domain/slos/schemas.ts'
import { periodOf, tracesBehind } from '../slo-href.ts'
import { countedNouns } from './slo-head.tsx'

/** The used share of the budget over time, and the bad requests that used it. */
export function CourseCharts({ course }: { course: SloCourse }) {
  const { item, bucketSeconds } = course
  const markers = useChangeMarkers({ agent: item.agent, environment: item.environment, range: periodOf(item) })
  const charts = useMemo(() => {
    const base = { from: Date.parse(course.from), to: Date.parse(course.to), bucketMs: bucketSeconds * 1000, markers }
    const now = base.to - 1
    // A bucket without data is unknown, not a bucket with 0 bad requests.
    const counted = course.points.filter(({ total, used }) => total > 0 || used !== null)
    const rows = (series: string, value: (point: SloCourse['points'][number]) => number | null) =>
      counted.map(point => ({ at: Date.parse(point.at), series, value: value(point) }))
    return {
      used: prepare({
        ...{ ...base, now, unit: 'ratio', empty: null, additive: false },
        rows: rows('budget used', ({ used }) => used),
        lines: [{ kind: 'threshold', label: 'spent', value: 1 }],
      }),
      counted: prepare({
        ...{ ...base, now, unit: 'count', empty: 0, additive: true, names: ['good', 'bad'] },
        rows: [...rows('good', ({ bad, total }) => total - bad), ...rows('bad', ({ bad }) => bad)],
      }),
    }
  }, [course, bucketSeconds, markers])
  const hrefOf = (from: number, to: number) =>
    tracesBehind(item, { kind: 'custom', from: new Date(from), to: new Date(to) })
  const shared = { hrefOf, syncId: 'slo', height: 168 }
  const nouns = countedNouns[item.objective]
  return (
    <div className={registered.charts}>
      <Chart
        {...shared}
        title="Error budget used"
        note={`in the ${item.days === 1 ? 'day' : `${item.days} days`} before each point`}
        kind="lines"
        chart={charts.used}
        legend={false}
      />
      <Chart
        {...shared}
        title={`${nouns.charAt(0).toUpperCase()}${nouns.slice(1)}`}
        kind="bars"
        chart={charts.counted}
      />
    </div>
  )
}
