'use client'

import Link from 'next/link'
import type { Zone } from '#lib/shared/time.ts'
import styles from './chart.module.css'
import { namesAt } from './markers.ts'
import type { PreparedChart } from './prepare.ts'
import { formatBucketFull, formatValue } from './scale.ts'

interface Props {
  title: string
  chart: PreparedChart
  zone: Zone
  hrefOf: ((from: number, to: number) => string) | undefined
}

/** The chart's table twin: every figure, newest first, each leading to the traces behind it. */
export function ChartTable({ title, chart, zone, hrefOf }: Props) {
  const total = chart.series.length > 1
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section className={styles.tableBox} aria-label={`${title} as a table`} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">time</th>
            {chart.series.map(({ key, label }) => (
              <th key={key} scope="col" data-number>
                {total ? label : title.toLowerCase()}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...chart.points].reverse().map(({ at, filling, values }) => (
            <tr key={at}>
              <th scope="row">
                {hrefOf ? (
                  <Link href={hrefOf(at, at + chart.bucketMs)}>{formatBucketFull(at, chart.bucketMs, zone)}</Link>
                ) : (
                  formatBucketFull(at, chart.bucketMs, zone)
                )}
                {filling ? <span className="hp-muted"> still filling</span> : null}
                {namesAt(chart, at) ? <span className={styles.mark}>first of {namesAt(chart, at)}</span> : null}
              </th>
              {chart.series.map(({ key }) => (
                <td key={key} data-number>
                  {formatValue(values[key], chart.unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
