import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { spanStatuses } from '#lib/domain/traces/statuses.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { KindIcon } from '../parts/kind-icon.tsx'
import { spanTitle } from '../parts/span-title.ts'
import { toneOf, WaterfallBar } from '../parts/waterfall-bar.tsx'
import styles from './span-tree.module.css'
import type { Sum } from './sums.ts'
import type { FocusedRow } from './tree.ts'

interface Props {
  row: FocusedRow<SpanItem>
  /** With the spans under it. */
  sum: Sum | undefined
  top: number
  totalMs: number
  selected: boolean
  collapsed: boolean
  onSelect: (spanId: string) => void
  onToggle: (spanId: string) => void
}

export const SpanRow = memo(function SpanRow(props: Props) {
  const { row, sum, top, totalMs, selected, collapsed, onSelect, onToggle } = props
  const { span, depth, childCount, offsetMs, orphan, matched } = row
  const left = (offsetMs / totalMs) * 100
  const width = ((span.durationMs ?? totalMs - offsetMs) / totalMs) * 100
  return (
    <li
      className={styles.row}
      data-selected={selected}
      data-beside={!matched}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span className={styles.cell} style={{ paddingInlineStart: Math.min(depth, 24) * 14 }}>
        <Fold name={span.name} count={childCount} collapsed={collapsed} onToggle={() => onToggle(span.spanId)} />
        <button
          type="button"
          className={styles.pick}
          aria-current={selected}
          title={orphan ? 'The span above this one has not arrived' : undefined}
          onClick={() => onSelect(span.spanId)}
        >
          <KindIcon kind={span.kind} />
          <span className={styles.title} data-strong={span.kind === 'agent'}>
            <VisibleText text={spanTitle(span)} />
          </span>
          {span.status === 'ok' ? null : <Status of={spanStatuses} value={span.status} iconOnly />}
          {orphan ? <span className="hp-muted">…</span> : null}
        </button>
      </span>
      <WaterfallBar left={left} width={width} tone={toneOf(span)} open={span.durationMs === null} />
      <span className={styles.figure}>{formatDuration(span.durationMs)}</span>
      <span className={styles.figure} data-low>
        {sum?.tokens === null || sum === undefined ? '' : formatCount(sum.tokens)}
      </span>
      <span className={styles.figure} data-low>
        {sum?.cost === null || sum === undefined ? '' : formatUsd(sum.cost)}
      </span>
    </li>
  )
})

interface FoldProps {
  name: string
  count: number
  collapsed: boolean
  onToggle: () => void
}

function Fold({ name, count, collapsed, onToggle }: FoldProps) {
  const Chevron = collapsed ? IconChevronRight : IconChevronDown
  if (count === 0) return <span className={styles.chevron} />
  return (
    <button
      type="button"
      className={styles.chevron}
      aria-expanded={!collapsed}
      aria-label={`${collapsed ? 'Unfold' : 'Fold'} ${name}`}
      onClick={onToggle}
    >
      <Chevron size={13} aria-hidden />
    </button>
  )
}
