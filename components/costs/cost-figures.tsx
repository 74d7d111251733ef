'use client'

import Link from 'next/link'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { readForecastContract } from '#lib/domain/costs/contract.ts'
import type { Measure } from '#lib/domain/metrics/measures.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { formatUsd, unknown } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { notWholeBefore, relative } from './breakdown-rows.ts'
import { costText, leftOut } from './known-cost.ts'
import { tracesHref } from './traces-href.ts'
import type { CostScope } from './use-cost-scope.ts'

const measures = [
  'totalCost',
  'unpricedSpans',
  'unmeteredCalls',
  'totalCostPerRequest',
  'costPerRunP50',
  'costPerRunP95',
] as const satisfies Measure[]
type Row = [string | null, number, number, string | null, string | null, string | null]

/** The figures at the top of the page. */
export function CostFigures({ scope }: { scope: CostScope }) {
  const { range, filter, environment } = scope
  const request = { measures: [...measures], filter, bucket: 'none' as const, range }
  const now = useMetrics(request)
  const before = useMetrics({ ...request, before: true })
  const forecast = useContract(readForecastContract, { query: environment ? { environment } : {} })
  const [usd = null, unpriced = 0, unmetered = 0, each = null, p50 = null, p95 = null] = (now.data?.rows[0] ??
    []) as Row
  const was = (before.data?.rows[0] ?? []) as Row
  const known = { usd, unpriced, unmetered }
  const ready = now.data !== undefined
  const earlier = range.kind === 'month' ? 'the same days of the month before' : 'the range before'
  const notWhole = before.data ? notWholeBefore(before.data) : null
  const change = (place: 0 | 3 | 5, value: string | null) => {
    if (!before.data || !ready || value === null) return
    return notWhole ? 'no whole range before it' : `${compared(was[place] ?? null, value)} on ${earlier}`
  }
  return (
    <Figures label="Costs of the range">
      <Figure
        label="cost"
        value={ready ? costText(known) : undefined}
        note={<span title={notWhole ?? leftOut(known)}>{change(0, usd)}</span>}
        href={tracesHref({ range, environment }) ?? undefined}
      />
      <MonthEnd answer={forecast.data} />
      <Figure
        label="per request"
        value={ready ? formatUsd(each) : undefined}
        note={<span title={notWhole ?? undefined}>{change(3, each)}</span>}
      />
      <Figure
        label="per run, p50 / p95"
        value={ready ? `${formatUsd(p50)} / ${formatUsd(p95)}` : undefined}
        note={notWhole ? <span title={notWhole}>{change(5, p95)}</span> : change(5, p95)?.replace(/^/, 'p95 ')}
      />
      <Figure
        label="not counted"
        value={ready ? plural(unpriced + unmetered, 'call') : undefined}
        note={ready ? <NotCounted {...known} /> : undefined}
      />
    </Figures>
  )
}

const compared = (before: string | null, after: string | null) =>
  before === null || after === null ? unknown : relative(Number(before), Number(after))

function NotCounted({ usd, unpriced, unmetered }: { usd: string | null; unpriced: number; unmetered: number }) {
  if (unpriced + unmetered === 0) return usd === null ? 'no call in this range' : 'every call has a price'
  return (
    <>
      {unpriced > 0 ? <Link href="/costs/prices">{formatCount(unpriced)} without a price</Link> : null}
      {unpriced > 0 && unmetered > 0 ? ' · ' : null}
      {unmetered > 0 ? `${formatCount(unmetered)} without tokens` : null}
    </>
  )
}

const methods = {
  weekdays: 'like the same weekdays before',
  mean: 'like the mean day',
}

function MonthEnd({ answer }: { answer: Answer<typeof readForecastContract> | undefined }) {
  const label = answer ? `end of ${monthName(answer.month)}` : 'end of the month'
  if (!answer) return <Figure label={label} value={undefined} />
  const { forecast, spent, notCounted } = answer
  if (!forecast) {
    return (
      <Figure label={label} value={unknown} note={`${formatUsd(spent)} so far; a forecast needs three whole days`} />
    )
  }
  const text = `80 %: ${formatUsd(forecast.low)} – ${formatUsd(forecast.high)} · ${methods[forecast.method]} of ${plural(forecast.days, 'day')}`
  return (
    <Figure
      label={label}
      value={`${formatUsd(forecast.expected)}${notCounted > 0 ? '+' : ''}`}
      note={<span title={`${formatUsd(spent)} so far. Four of five months end within the interval.`}>{text}</span>}
    />
  )
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const monthName = (month: string) => months[Number(month.slice(5)) - 1] ?? month
