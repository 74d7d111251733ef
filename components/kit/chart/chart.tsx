'use client'

import { IconChartBar, IconDownload, IconTable } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { csvName, saveText } from '#components/kit/csv.ts'
import { Failure } from '#components/kit/failure.tsx'
import { usePreferences } from '#lib/client/preferences.ts'
import styles from './chart.module.css'
import { ChartTable } from './chart-table.tsx'
import { chartCsv } from './csv.ts'
import type { PreparedChart } from './prepare.ts'

const ChartCanvas = dynamic(() => import('./chart-canvas.tsx').then(module => module.ChartCanvas), {
  ssr: false,
  loading: () => <div className={styles.still} aria-busy />,
})

interface Props {
  title: string
  /** The figure of the whole range, and what else belongs beside the title. */
  figure?: ReactNode
  note?: ReactNode
  kind: 'bars' | 'lines'
  /** Undefined while it is read. */
  chart: PreparedChart | undefined
  error?: unknown
  retry?: () => void
  /** Leads from a bucket to the traces behind it. */
  hrefOf?: (from: number, to: number) => string
  syncId: string
  height?: number
  /** False where the note already names the series. */
  legend?: boolean
}

/** A chart with its title, its table twin and its CSV. The layout is the same while it loads, fails or has nothing. */
export function Chart(props: Props) {
  const { title, figure, note, kind, chart, error, retry, hrefOf, syncId, height = 132, legend = true } = props
  const router = useRouter()
  const { zone } = usePreferences()
  const [asTable, setAsTable] = useState(false)
  const Twin = asTable ? IconChartBar : IconTable
  const twinLabel = asTable ? `${title} as a chart` : `${title} as a table`
  return (
    <figure className={styles.chart} aria-label={title}>
      <figcaption className={styles.head}>
        <h3>{title}</h3>
        {figure ? <span className={styles.figure}>{figure}</span> : null}
        {note ? <span className={styles.note}>{note}</span> : null}
        <span className={styles.tools}>
          <button
            type="button"
            className="hp-icon"
            disabled={!chart}
            onClick={() => setAsTable(on => !on)}
            aria-label={twinLabel}
          >
            <Twin size={15} aria-hidden />
          </button>
          <button
            type="button"
            className="hp-icon"
            disabled={!chart}
            onClick={() => chart && saveText(csvName(title), chartCsv(chart))}
            aria-label={`${title} as CSV`}
          >
            <IconDownload size={15} aria-hidden />
          </button>
        </span>
      </figcaption>
      <div style={{ height }}>
        {error ? <Failure what={`${title} could not be read.`} error={error} retry={retry} /> : null}
        {!error && !chart ? <div className={styles.still} aria-busy /> : null}
        {chart?.isEmpty ? <p className={styles.nothing}>Nothing in this range.</p> : null}
        {chart && !chart.isEmpty && asTable ? (
          <ChartTable title={title} chart={chart} zone={zone} hrefOf={hrefOf} />
        ) : null}
        {chart && !chart.isEmpty && !asTable ? (
          <ChartCanvas
            chart={chart}
            kind={kind}
            zone={zone}
            height={height}
            syncId={syncId}
            onPick={hrefOf ? at => router.push(hrefOf(at, at + chart.bucketMs)) : undefined}
          />
        ) : null}
      </div>
      {legend && chart && !asTable && chart.series.length > 1 ? <Legend chart={chart} /> : null}
    </figure>
  )
}

export function Swatch({ colour }: { colour: string }) {
  return <span className={styles.swatch} style={{ background: colour }} aria-hidden />
}

function Legend({ chart }: { chart: PreparedChart }) {
  const left = chart.series.some(({ key }) => key === 'others') ? 0 : chart.hidden
  return (
    <ul className={styles.legend}>
      {chart.series.map(({ key, label, colour }) => (
        <li key={key}>
          <Swatch colour={colour} />
          {label}
        </li>
      ))}
      {left > 0 ? (
        <li className="hp-muted">
          {chart.series.length} of {chart.series.length + left}
        </li>
      ) : null}
    </ul>
  )
}
