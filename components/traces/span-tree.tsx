'use client'

import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { SpanItem } from '#lib/domain/traces/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { SpanRow } from './span-row.tsx'
import styles from './span-tree.module.css'
import { buildTree, type TreeRow } from './tree.ts'

const rowHeight = 30

interface Props {
  spans: readonly SpanItem[]
  selected: string | null
  find: string
  onFind: (find: string) => void
  onSelect: (spanId: string) => void
}

/** Tree and waterfall in one virtual list: 20,000 spans scroll like twenty. */
export function SpanTree({ spans, selected, find, onFind, onSelect }: Props) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const [showNoise, setShowNoise] = useState(false)
  const tree = useMemo(() => buildTree(spans, { collapsed, showNoise }), [spans, collapsed, showNoise])
  const rows = useMemo(() => matching(tree.rows, find), [tree.rows, find])
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  })
  const at = rows.findIndex(row => row.span.spanId === selected)
  const go = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (!row) return
    onSelect(row.span.spanId)
    virtual.scrollToIndex(rows.indexOf(row))
  }
  const nextError = () => {
    const order = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
    const row = order.find(each => each.span.status === 'error')
    if (row) go(rows.indexOf(row))
  }
  useHotkeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    arrowdown: () => go(at + 1),
    arrowup: () => go(at - 1),
    '/': () => document.getElementById('span-search')?.focus(),
  })
  const toggle = (spanId: string) => setCollapsed(set => toggled(set, spanId))
  const errors = spans.filter(span => span.status === 'error' && (showNoise || !span.noise)).length
  return (
    <div className={styles.pane}>
      <div className={styles.tools}>
        <TextInput
          id="span-search"
          size="xs"
          type="search"
          aria-label="Find in this trace"
          placeholder="Find in this trace"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={find}
          onChange={event => onFind(event.currentTarget.value)}
        />
        <button type="button" className={styles.tool} disabled={errors === 0} onClick={nextError}>
          next error <span data-bad={errors > 0}>{errors}</span>
        </button>
        {tree.hiddenNoise > 0 || showNoise ? (
          <button type="button" className={styles.tool} onClick={() => setShowNoise(on => !on)}>
            {showNoise ? 'fold framework messages' : `show ${plural(tree.hiddenNoise, 'framework message')}`}
          </button>
        ) : null}
      </div>
      <Scale totalMs={tree.totalMs} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <section ref={box} className={styles.scroll} aria-label="Spans" tabIndex={0}>
        <div className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(item => {
            const row = rows[item.index]
            return row ? (
              <SpanRow
                key={row.span.spanId}
                row={row}
                top={item.start}
                totalMs={tree.totalMs}
                selected={row.span.spanId === selected}
                collapsed={collapsed.has(row.span.spanId)}
                onSelect={onSelect}
                onToggle={toggle}
              />
            ) : null
          })}
        </div>
        {rows.length === 0 ? <p className={styles.none}>No span matches.</p> : null}
      </section>
    </div>
  )
}

function Scale({ totalMs }: { totalMs: number }) {
  return (
    <div className={styles.scale} aria-hidden>
      <span>span</span>
      <span className={styles.ticks}>
        {[0, 0.25, 0.5, 0.75].map(share => (
          <span key={share}>{share === 0 ? '0' : formatDuration(totalMs * share)}</span>
        ))}
      </span>
      <span>time</span>
      <span data-low>tokens</span>
      <span data-low>cost</span>
    </div>
  )
}

function toggled(set: ReadonlySet<string>, spanId: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(spanId)) next.add(spanId)
  return next
}

/** Rows whose name, tool, model or payload holds the words; depth is kept so that the place stays readable. */
function matching(rows: TreeRow<SpanItem>[], find: string): TreeRow<SpanItem>[] {
  const words = find.trim().toLowerCase()
  if (!words) return rows
  return rows.filter(({ span }) =>
    [span.name, span.tool, span.model, span.statusMessage, span.input, span.output].some(text =>
      text?.toLowerCase().includes(words),
    ),
  )
}
