'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { type ChartInput, prepare } from '#components/kit/chart/prepare.ts'
import { Choices } from '#components/kit/choices.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listMovesContract } from '#lib/domain/prompts/contract.ts'
import { bucketMs } from '#lib/shared/bucket.ts'
import { promptTracesHref } from '../prompt-href.ts'
import styles from '../prompts.module.css'
import type { Usage, usePromptUsage } from './use-usage.ts'

type Point = Usage['series'][number]
interface Measure extends Pick<ChartInput, 'unit' | 'empty' | 'additive'> {
  word: string
  of: (point: Point) => number | null
}

const rate = { empty: null, additive: false } as const
const measures = {
  calls: { word: 'Calls', unit: 'count', empty: 0, additive: true, of: point => point.calls },
  errors: { word: 'Errors', unit: 'ratio', ...rate, of: point => point.errors / point.calls },
  cost: {
    ...{ word: 'Cost per call', unit: 'usd', ...rate },
    of: point => (point.meanCostUsd === null ? null : Number(point.meanCostUsd)),
  },
  latency: { word: 'Latency, p95', unit: 'ms', ...rate, of: point => point.p95Ms },
} as const satisfies Record<string, Measure>
type Name = keyof typeof measures
const names = Object.keys(measures) as [Name, ...Name[]]
const words = Object.fromEntries(names.map(each => [each, measures[each].word])) as Record<Name, string>

interface Props {
  name: string
  read: ReturnType<typeof usePromptUsage>
}

/** The figures of each version over time, and when production moved. A bucket leads to its traces. */
export function UsageChart({ name, read }: Props) {
  const [chosen, choose] = useQueryState('measure', parseAsStringLiteral(names).withDefault('calls'))
  const moves = useContract(listMovesContract, { params: { name }, query: { limit: 50 } })
  const { usage, error, refetch, from, to, now } = read
  const markers = useMemo(
    () =>
      (moves.data?.items ?? []).flatMap(({ label, state, toVersion, settledAt }) =>
        label === 'production' && state === 'done' && settledAt
          ? { at: Date.parse(settledAt), label: `production v${toVersion}` }
          : [],
      ),
    [moves.data],
  )
  const chart = useMemo(() => {
    if (!usage) return undefined
    const width = bucketMs[usage.bucket]
    const { of, word: _, ...shape } = measures[chosen]
    return prepare({
      ...shape,
      ...{ from: Math.floor(from / width) * width, to: Math.ceil(to / width) * width, bucketMs: width, now, markers },
      rows: usage.series.map(point => ({
        at: Date.parse(point.at),
        series: point.version ? `v${point.version}` : 'no version',
        value: of(point),
      })),
    })
  }, [usage, chosen, from, to, now, markers])
  return (
    <section className={styles.part} aria-label="Use over time">
      <Chart
        title={words[chosen]}
        note={<Choices quiet label="Measure" value={chosen} choices={words} onChange={next => void choose(next)} />}
        kind={chosen === 'calls' ? 'bars' : 'lines'}
        chart={chart}
        error={error}
        retry={() => void refetch()}
        hrefOf={(start, end) =>
          promptTracesHref(name, '', { kind: 'custom', from: new Date(start), to: new Date(end) })
        }
        syncId="prompt"
        height={180}
      />
    </section>
  )
}
