'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { FoldedNote } from '../parts/folded-note.tsx'
import { SpanRow } from './span-row.tsx'
import styles from './span-tree.module.css'
import { sumsBySpan } from './sums.ts'
import { timeTicks } from './ticks.ts'
import { buildTree, type FocusedRow, focusRows } from './tree.ts'

const rowHeight = 30

interface Props {
  spans: readonly SpanItem[]
  selected: string | null
  /** Which spans are looked for; null: all are shown. */
  matches: ((span: SpanItem) => boolean) | null
  onSelect: (spanId: string) => void
}

const nothing: ReadonlySet<string> = new Set()

/** Tree and waterfall in one virtual list: 20,000 spans scroll like twenty. */
export function SpanTree({ spans, selected, matches, onSelect }: Props) {
  const [collapsed, setCollapsed] = useState(nothing)
  const [showNoise, setShowNoise] = useState(false)
  const folded = matches ? nothing : collapsed
  const tree = useMemo(() => buildTree(spans, { collapsed: folded, showNoise }), [spans, folded, showNoise])
  const sums = useMemo(() => sumsBySpan(spans), [spans])
  const rows = useMemo(
    (): FocusedRow<SpanItem>[] =>
      matches ? focusRows(tree.rows, matches) : tree.rows.map(row => ({ ...row, matched: true })),
    [tree.rows, matches],
  )
  const { box, virtual } = useSpanRows(rows, selected, onSelect)
  const toggle = (spanId: string) => setCollapsed(set => toggled(set, spanId))
  return (
    <div className={styles.tree}>
      <Scale totalMs={tree.totalMs} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <section ref={box} className={styles.scroll} aria-label="Spans" tabIndex={0}>
        <ol className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(item => {
            const row = rows[item.index]
            return row ? (
              <SpanRow
                key={row.span.spanId}
                row={row}
                sum={sums.get(row.span.spanId)}
                top={item.start}
                totalMs={tree.totalMs}
                selected={row.span.spanId === selected}
                collapsed={folded.has(row.span.spanId)}
                onSelect={onSelect}
                onToggle={toggle}
              />
            ) : null
          })}
        </ol>
        {rows.length === 0 ? <p className={styles.none}>No span matches.</p> : null}
        <Folded count={tree.hiddenNoise} shown={showNoise} onToggle={() => setShowNoise(on => !on)} />
      </section>
    </div>
  )
}

/** The rows in sight, and the keys that walk them. */
function useSpanRows(
  rows: readonly FocusedRow<SpanItem>[],
  selected: string | null,
  onSelect: (spanId: string) => void,
) {
  const box = useRef<HTMLDivElement>(null)
  const at = rows.findIndex(row => row.span.spanId === selected)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    // On a server nothing is in sight: as many rows as a page begins with.
    initialRect: { width: 0, height: 20 * rowHeight },
    // A link to a span deep in a long trace opens at it.
    initialOffset: () => Math.max(0, at - 6) * rowHeight,
  })
  const go = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    const row = rows[next]
    if (!row) return
    onSelect(row.span.spanId)
    virtual.scrollToIndex(next)
  }
  const nextError = () => {
    const failed = (row: FocusedRow<SpanItem>) => row.span.status === 'error'
    const after = rows.findIndex((row, index) => index > at && failed(row))
    go(after >= 0 ? after : Math.max(at, rows.findIndex(failed)))
  }
  useHotkeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    arrowdown: () => go(at + 1),
    arrowup: () => go(at - 1),
    e: nextError,
  })
  return { box, virtual }
}

function Scale({ totalMs }: { totalMs: number }) {
  return (
    <div className={styles.scale} aria-hidden>
      <span>span</span>
      <span className={styles.ticks}>
        {timeTicks(totalMs).map(({ at, label }) => (
          <span key={label} style={{ insetInlineStart: `${at * 100}%` }} data-first={at === 0}>
            {label}
          </span>
        ))}
      </span>
      <span title={`The whole trace: ${formatDuration(totalMs)}`}>time</span>
      <span data-low>tokens</span>
      <span data-low>cost</span>
    </div>
  )
}

function Folded({ count, shown, onToggle }: { count: number; shown: boolean; onToggle: () => void }) {
  if (count === 0 && !shown) return null
  return (
    <FoldedNote shown={shown} onToggle={onToggle}>
      {shown
        ? 'Framework message spans are shown'
        : `${plural(count, 'framework message span')} ${count === 1 ? 'is' : 'are'} folded away`}
    </FoldedNote>
  )
}

function toggled(set: ReadonlySet<string>, spanId: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(spanId)) next.add(spanId)
  return next
}
