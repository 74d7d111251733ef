'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { Choices } from '#components/kit/choices.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { previewAlertContract } from '#lib/domain/alerts/contract.ts'
import { conditionText, spanText, unitOf } from '#lib/domain/alerts/measures.ts'
import type { AlertFields } from '#lib/domain/alerts/schemas.ts'
import type { Answer, Input } from '#lib/shared/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './alerts.module.css'

type Preview = Answer<typeof previewAlertContract>
type Draft = Input<typeof previewAlertContract>['body']
const pause = 500

const spans = { 24: '24 h', 168: '7 days' } as const
type Span = `${keyof typeof spans}`

/** What a rule, saved or not, would have measured in the last day or week, and how often it would have fired. */
export function RulePreview({ draft }: { draft: Record<string, unknown> }) {
  // Compared as text, because a form makes a new object with every key press.
  const [text] = useDebouncedValue(JSON.stringify(draft), pause)
  const [hours, setHours] = useState<Span>('24')
  const body = useMemo(() => ({ ...JSON.parse(text), hours: Number(hours) }) as Draft, [text, hours])
  const ready = Object.values(body.condition ?? {}).filter(limit => limit !== undefined).length === 1
  const { data, error, refetch } = useContract(previewAlertContract, { body }, { enabled: ready, keepPrevious: true })
  const chart = useMemo(() => (data?.known ? chartOf(data, body) : undefined), [data, body])
  if (!ready) return <p className={styles.inset}>Enter a limit to see what the rule would have done.</p>
  if (data && !data.known)
    return <p className={styles.inset}>This measure has only a current value: there is no past to try the rule on.</p>
  return (
    <div className={styles.preview}>
      <Choices quiet label="How far back" value={hours} choices={spans} onChange={setHours} />
      <Chart
        title={`The last ${spans[hours]}: ${data ? wouldHave(data) : '…'}`}
        note={data ? noteOf(data, body) : undefined}
        kind="lines"
        chart={chart}
        error={error}
        retry={() => void refetch()}
        syncId="alert-preview"
        height={150}
      />
    </div>
  )
}

const wouldHave = ({ fired, groups }: Preview) =>
  fired === 0
    ? `it would not have fired${groups > 1 ? ` for any of ${groups} groups` : ''}`
    : `it would have fired ${plural(fired, 'time')}${groups > 1 ? ` over ${groups} groups` : ''}`

const noteOf = ({ stepSeconds, groups, courses }: Preview, { measure, condition }: Draft) =>
  [
    conditionText(measure, condition as AlertFields['condition']),
    `checked every ${spanText(Math.round(stepSeconds))} here; the rule itself checks every minute`,
    ...(groups > courses.length ? [`${courses.length} of ${groups} groups are drawn`] : []),
  ].join(' · ')

function chartOf({ courses, from, to, stepSeconds }: Preview, { measure, condition }: Draft) {
  const unit = unitOf(measure)
  const inSeconds = unit === 'seconds'
  const scale = (value: number | null) => (value !== null && inSeconds ? value * 1000 : value)
  const bucketMs = stepSeconds * 1000
  const limit = condition.above ?? condition.below
  return prepare({
    unit: inSeconds ? 'ms' : unit,
    ...{ empty: null, additive: false, bucketMs, now: Date.parse(to) + bucketMs },
    ...{ from: Date.parse(from), to: Date.parse(to) + bucketMs },
    rows: courses.flatMap(({ labels, points }) =>
      points.map(({ at, value }) => ({ at: Date.parse(at), series: nameOf(labels), value: scale(value) })),
    ),
    lines: limit === undefined ? [] : [{ kind: 'threshold', label: 'limit', value: scale(limit) ?? 0 }],
  })
}

const nameOf = (labels: Record<string, string | null>) =>
  Object.values(labels)
    .map(value => value ?? 'none')
    .join(' · ') || 'all'
