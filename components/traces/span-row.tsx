import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { memo } from 'react'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { KindIcon } from './kind-icon.tsx'
import styles from './span-tree.module.css'
import { totalTokens } from './tokens.ts'
import type { TreeRow } from './tree.ts'

interface Props {
  row: TreeRow<SpanItem>
  top: number
  totalMs: number
  selected: boolean
  collapsed: boolean
  onSelect: (spanId: string) => void
  onToggle: (spanId: string) => void
}

const wrappers = new Set(['agent', 'chain', 'other'])

/** What a person calls the span: the tool or model where there is one. */
export const spanTitle = (span: SpanItem): string =>
  (span.kind === 'tool' ? span.tool : span.kind === 'llm' || span.kind === 'embedding' ? span.model : null) ?? span.name

export const SpanRow = memo(function SpanRow({ row, top, totalMs, selected, collapsed, onSelect, onToggle }: Props) {
  const { span, depth, childCount, offsetMs, orphan } = row
  const left = (offsetMs / totalMs) * 100
  const width = ((span.durationMs ?? totalMs - offsetMs) / totalMs) * 100
  const tone = span.status === 'error' ? 'error' : wrappers.has(span.kind) ? 'wrapper' : 'call'
  const Chevron = collapsed ? IconChevronRight : IconChevronDown
  return (
    <div className={styles.row} data-selected={selected} style={{ transform: `translateY(${top}px)` }}>
      <span className={styles.cell} style={{ paddingInlineStart: Math.min(depth, 24) * 14 }}>
        {childCount > 0 ? (
          <button
            type="button"
            className={styles.chevron}
            aria-expanded={!collapsed}
            aria-label={`${collapsed ? 'Unfold' : 'Fold'} ${span.name}`}
            onClick={() => onToggle(span.spanId)}
          >
            <Chevron size={13} aria-hidden />
          </button>
        ) : (
          <span className={styles.chevron} />
        )}
        <button
          type="button"
          className={styles.pick}
          aria-current={selected}
          title={orphan ? 'The span above this one has not come' : undefined}
          onClick={() => onSelect(span.spanId)}
        >
          <KindIcon kind={span.kind} />
          <span className={styles.title} data-strong={span.kind === 'agent'}>
            <VisibleText text={spanTitle(span)} />
          </span>
          {span.status === 'ok' ? null : <Status of="span" value={span.status} iconOnly />}
          {orphan ? <span className="hp-muted">…</span> : null}
        </button>
      </span>
      <span className={styles.track}>
        <span
          className={styles.bar}
          data-tone={tone}
          data-open={span.durationMs === null}
          style={{ insetInlineStart: `${left}%`, width: `max(2px, ${width}%)` }}
        />
      </span>
      <span className={styles.figure}>{formatDuration(span.durationMs)}</span>
      <span className={styles.figure} data-low>
        {totalTokens(span) === null ? '' : formatCount(totalTokens(span))}
      </span>
      <span className={styles.figure} data-low>
        {span.cost === null ? '' : formatUsd(span.cost)}
      </span>
    </div>
  )
})
