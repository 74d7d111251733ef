'use client'

import { Failure } from '#components/kit/failure.tsx'
import type { Measure } from '#lib/domain/metrics/measures.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd, usdToNanos } from '#lib/shared/money.ts'
import { formatCompact, formatPercent } from '#lib/shared/numbers.ts'
import { perOf } from './breakdown-rows.ts'
import { composition, type Part } from './composition.ts'
import styles from './costs.module.css'
import type { CostScope } from './use-cost-scope.ts'

const measures = [
  'cost',
  'freshInputCost',
  'cachedInputCost',
  'cacheWriteCost',
  'outputCost',
  'reasoningCost',
  'inputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
] as const satisfies Measure[]

/** What the cost of the chosen row, or of everything, consists of. */
export function MadeOf({ scope }: { scope: CostScope }) {
  const { range, by, pick, filter, pickedFilter } = scope
  // The parts of a cost are not stored by user, session or tag.
  const kept = perOf(by) !== 'trace'
  const wanted = kept ? pickedFilter : filter
  const inner = pick !== null && perOf(by) === 'span'
  const tokens = useMetrics({ measures: [...measures], filter: wanted, bucket: 'none', range })
  const other = useMetrics({ measures: ['otherCost'], filter: wanted, bucket: 'none', range }, { enabled: !inner })
  const row = tokens.data?.rows[0] ?? []
  const figures = Object.fromEntries(measures.map((name, i) => [name, row[i] ?? null]))
  const nanos = (name: (typeof measures)[number]) => usdToNanos(String(figures[name] ?? '0'))
  const otherNanos = inner ? 0n : usdToNanos(String(other.data?.rows[0]?.[0] ?? '0'))
  const count = (name: (typeof measures)[number]) => (figures[name] === null ? null : Number(figures[name]))
  const parts = tokens.data ? composition({ nanos, count, other: otherNanos }) : undefined
  return (
    <section className={styles.side} aria-label="What the cost is made of">
      <h3>What the cost is made of{pick && kept ? `: ${pick}` : ''}</h3>
      {pick && !kept ? <p className="hp-muted">Parts are not kept by {by}: these are the parts of all costs.</p> : null}
      {tokens.error ? <Failure what="The parts could not be read." error={tokens.error} /> : null}
      {parts && parts.length === 0 ? <p className="hp-muted">Nothing with a known price in this range.</p> : null}
      {parts && parts.length > 0 ? <Parts parts={parts} /> : null}
    </section>
  )
}

function Parts({ parts }: { parts: readonly Part[] }) {
  return (
    <>
      <div className={styles.bar} aria-hidden>
        {parts.map(part => (
          <span key={part.id} style={{ flexGrow: part.share, background: part.colour }} title={part.label} />
        ))}
      </div>
      <ul className={styles.parts}>
        {parts.map(part => (
          <li
            key={part.id}
            title={`${formatUsd(part.usd)}${part.tokens === null ? '' : `, ${formatCompact(part.tokens)} tokens`}`}
          >
            <i style={{ background: part.colour }} aria-hidden />
            <span>{part.label}</span>
            <span className="hp-mono">{formatPercent(part.share, part.share < 0.01 ? 1 : 0)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
