'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatCompact, formatCount } from '#lib/shared/numbers.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import styles from './costs.module.css'
import { priceHref } from './price-href.ts'
import { tracesHref } from './traces-href.ts'

interface Unpriced {
  model: string | null
  provider: string | null
  calls: number
  input: number
  output: number
  /** Its other calls have a price. These have a tier or a part without a known rate. */
  partly: boolean
}

const rowId = (row: Unpriced) => JSON.stringify([row.model, row.provider])

/** Models without a known price, those with the most calls first. One click leads to the form that sets one. */
export function UnpricedTable({ range }: { range: TimeRange }) {
  const { data, error, refetch } = useMetrics({
    measures: ['unpricedSpans', 'inputTokens', 'outputTokens', 'cost'],
    by: ['model', 'provider'],
    bucket: 'none',
    range,
    top: { by: 'unpricedSpans', limit: 200 },
  })
  const rows = useMemo(
    () =>
      data?.rows
        .map(
          ([model, provider, calls, input, output, cost]): Unpriced => ({
            model: model === null ? null : String(model),
            provider: provider === null ? null : String(provider),
            calls: Number(calls),
            input: Number(input ?? 0),
            output: Number(output ?? 0),
            partly: Number(cost ?? 0) > 0,
          }),
        )
        .filter(row => row.calls > 0),
    [data],
  )
  const columns = useMemo(() => columnsOf(range), [range])
  return (
    <SectionTable
      title="Without a price"
      note="calls that are in no total"
      columns={columns}
      rows={rows}
      rowId={rowId}
      sortKey="unpriced"
      empty="Every call of this range has a price."
      failure={
        error ? (
          <Failure what="The calls without a price could not be read." error={error} retry={() => void refetch()} />
        ) : undefined
      }
      expected={2}
    />
  )
}

const columnsOf = (range: TimeRange): Column<Unpriced>[] => [
  { id: 'model', header: 'model', sort: row => row.model, cell: row => <Model row={row} /> },
  {
    id: 'provider',
    header: 'provider',
    width: 150,
    priority: 'low',
    sort: row => row.provider,
    cell: row => row.provider ?? '–',
  },
  {
    id: 'calls',
    header: 'calls',
    number: true,
    width: 90,
    sort: row => row.calls,
    cell: row => <Calls row={row} href={tracesHref({ range, environment: null, by: 'model', value: row.model })} />,
  },
  {
    id: 'input',
    header: 'input tokens',
    number: true,
    width: 110,
    priority: 'low',
    sort: row => row.input,
    cell: row => formatCompact(row.input),
  },
  {
    id: 'output',
    header: 'output tokens',
    number: true,
    width: 110,
    priority: 'low',
    sort: row => row.output,
    cell: row => formatCompact(row.output),
  },
  {
    id: 'set',
    header: '',
    number: true,
    width: 110,
    cell: row =>
      row.model === null ? null : (
        <Link href={priceHref(row.model, row.provider)} className={styles.action}>
          Set a price
        </Link>
      ),
  },
]

function Model({ row: { model, partly } }: { row: Unpriced }) {
  if (model === null) return <span className="hp-muted">no model named</span>
  return (
    <>
      <VisibleText text={model} />
      {partly ? <span className="hp-muted"> · other calls of it have a price</span> : null}
    </>
  )
}

function Calls({ row, href }: { row: Unpriced; href: string | null }) {
  const text = formatCount(row.calls)
  return href ? (
    <Link href={href} prefetch={false} className={styles.figureLink}>
      {text}
    </Link>
  ) : (
    text
  )
}
