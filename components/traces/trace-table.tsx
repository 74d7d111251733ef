'use client'

import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { TraceItem } from '#lib/domain/traces/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatAbsolute, formatDuration } from '#lib/shared/time.ts'
import { previewText } from './messages.ts'
import styles from './trace-list.module.css'

export function TraceTable({ items, cursor }: { items: readonly TraceItem[]; cursor: number }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" data-w="started">
            started
          </th>
          <th scope="col">trace</th>
          <th scope="col" data-low data-w="agent">
            agent
          </th>
          <th scope="col" data-number data-w="time">
            time
          </th>
          <th scope="col" data-number data-low data-w="count">
            spans
          </th>
          <th scope="col" data-number data-low data-w="count">
            tokens
          </th>
          <th scope="col" data-number data-w="cost">
            cost
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item, row) => (
          <TraceRow key={item.traceId} item={item} row={row} current={row === cursor} />
        ))}
      </tbody>
    </table>
  )
}

function TraceRow({ item, row, current }: { item: TraceItem; row: number; current: boolean }) {
  const problem = item.errorCount > 0 ? `${plural(item.errorCount, 'span')} failed` : undefined
  return (
    <tr data-row={row} data-current={current}>
      <td className="hp-mono">
        <time dateTime={item.startedAt} title={`${item.startedAt} (UTC)`} suppressHydrationWarning>
          {formatAbsolute(item.startedAt)}
        </time>
      </td>
      <td>
        <div className={styles.name}>
          <span title={problem}>
            <Status of="trace" value={item.status} iconOnly label={problem} />
          </span>
          <Link href={`/traces/${item.traceId}`} className={styles.rowLink}>
            <VisibleText text={item.name ?? item.traceId.slice(0, 12)} />
          </Link>
          {item.inputPreview ? (
            <span className={styles.preview}>
              <VisibleText text={previewText(item.inputPreview)} />
            </span>
          ) : null}
        </div>
      </td>
      <td data-low className={styles.agent}>
        {item.agent ? <VisibleText text={item.agent} /> : '–'}
      </td>
      <td data-number>{formatDuration(item.durationMs)}</td>
      <td data-number data-low>
        {formatCount(item.spanCount)}
      </td>
      <td data-number data-low>
        {formatCount(totalTokens(item))}
      </td>
      <td
        data-number
        title={item.unpricedSpans > 0 ? `${plural(item.unpricedSpans, 'call')} without a price` : undefined}
      >
        {formatUsd(item.cost)}
        {item.unpricedSpans > 0 && item.cost !== null ? '+' : ''}
      </td>
    </tr>
  )
}

/** Input and output together; unknown only when both are. */
export function totalTokens(item: { inputTokens: number | null; outputTokens: number | null }): number | null {
  return item.inputTokens === null && item.outputTokens === null
    ? null
    : (item.inputTokens ?? 0) + (item.outputTokens ?? 0)
}
