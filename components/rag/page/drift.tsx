'use client'

import Link from 'next/link'
import { useMemo, useState } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { Failure } from '#components/kit/failure.tsx'
import registered from '#components/kit/registered.module.css'
import { useContract } from '#lib/client/use-contract.ts'
import { driftContract } from '#lib/domain/rag/contract.ts'
import type { CheckItem, Signal } from '#lib/domain/rag/schemas.ts'
import { driftStatuses } from '#lib/domain/rag/statuses.ts'
import { ResultList } from '../result-list.tsx'

const hourMs = 3_600_000
const days = 8

const labels: Record<Signal['name'], string> = {
  'empty-retrievals': 'Empty retrievals',
  'score-shift': 'Shift of scores',
  'stale-index': 'Stale index',
}

interface Props {
  slug: string
  minimumRecall: number
  checks: readonly CheckItem[]
}

/** What live retrievals show by the hour, beside the recall of the checks. */
export function Drift({ slug, minimumRecall, checks }: Props) {
  const [to] = useState(() => (Math.floor(Date.now() / hourMs) + 1) * hourMs)
  const from = to - days * 24 * hourMs
  const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
  const { data, error } = useContract(driftContract, { params: { slug }, query }, { refetchInterval: 60_000 })
  const charts = useMemo(() => {
    const base = { from, to, now: Date.now(), bucketMs: hourMs, empty: null, additive: false } as const
    const series = data?.series ?? []
    const rows = (name: string, value: (point: (typeof series)[number]) => number | null) =>
      series.map(point => ({ at: Date.parse(point.hour), series: name, value: value(point) }))
    const recalls = checks.filter(({ recall }) => recall !== null)
    return {
      empty: prepare({ ...base, unit: 'ratio', rows: rows('found nothing', point => point.emptyShare) }),
      scores: prepare({ ...base, unit: 'score', rows: rows('best score', point => point.meanScore) }),
      recall: prepare({
        ...{ ...base, unit: 'ratio' },
        rows: recalls.map(({ checkedAt, recall }) => ({
          at: Math.floor(Date.parse(checkedAt) / hourMs) * hourMs,
          series: 'recall',
          value: recall,
        })),
        lines: [{ kind: 'threshold', label: 'must be above', value: minimumRecall }],
      }),
    }
  }, [data, checks, minimumRecall, from, to])
  return (
    <>
      {error ? <Failure what="The drift could not be read." error={error} /> : null}
      {data ? (
        <ResultList
          title="Drift"
          note="the last day against the week before"
          tools={
            data.emptyTraceId ? <Link href={`/traces/${data.emptyTraceId}`}>A trace that found nothing</Link> : null
          }
          of={driftStatuses}
          results={data.signals.map(({ name, status, message }) => ({ name: labels[name], status, message }))}
        />
      ) : null}
      <div className={registered.charts}>
        <Chart title="Recall of the checks" kind="lines" chart={charts.recall} syncId="rag" legend={false} />
        <Chart title="Retrievals that found nothing" kind="lines" chart={charts.empty} syncId="rag" legend={false} />
        <Chart title="Mean score of the best document" kind="lines" chart={charts.scores} syncId="rag" legend={false} />
      </div>
    </>
  )
}
