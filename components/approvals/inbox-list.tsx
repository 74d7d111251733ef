'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { type InboxData, mostListed, useWaitingCount } from './data.ts'
import styles from './inbox.module.css'
import { InboxRow } from './inbox-row.tsx'
import { JustDecided } from './just-decided.tsx'
import type { InboxFilter, InboxTab } from './search-params.ts'

// Most visits are to requests that wait, so the fields for decided ones are loaded later.
const DecidedFilters = lazy(async () => ({ default: (await import('./decided-filters.tsx')).DecidedFilters }))

interface Props {
  inbox: InboxData
  filter: InboxFilter
  onFilter: (filter: Partial<Pick<InboxFilter, 'became' | 'by'>>) => void
  selected: string | null
  onTab: (tab: InboxTab) => void
  onSelect: (id: string) => void
  /** Removes the environment filter; null when all are shown. */
  onEverywhere: (() => void) | null
}

export function InboxList({ inbox, filter, selected, onFilter, onTab, onSelect, onEverywhere }: Props) {
  const { tab, became, by } = filter
  const narrowed = tab === 'decided' && (became !== null || by !== null)
  const box = useRef<HTMLElement>(null)
  return (
    <section className={styles.left} aria-label="Requests" ref={box}>
      <div className={styles.tabs}>
        <button type="button" aria-pressed={tab === 'waiting'} onClick={() => onTab('waiting')}>
          Waiting {inbox.waiting ? <b>{formatCount(inbox.waiting)}</b> : null}
        </button>
        <button type="button" aria-pressed={tab === 'decided'} onClick={() => onTab('decided')}>
          Decided
        </button>
      </div>
      {tab === 'decided' ? (
        <Suspense fallback={null}>
          <DecidedFilters filter={filter} onChange={onFilter} />
        </Suspense>
      ) : null}
      {inbox.error ? (
        <div className={styles.pad}>
          <Failure what="The requests could not be read." error={inbox.error} retry={inbox.retry} />
        </div>
      ) : null}
      {inbox.isPending ? <Skeleton rows={6} height={72} /> : null}
      {!inbox.isPending && inbox.items.length === 0 && !inbox.error ? (
        <p className={styles.nothing}>
          {tab === 'waiting'
            ? 'Nothing waits for a person.'
            : narrowed
              ? 'No decision matches.'
              : 'Nothing decided yet.'}
        </p>
      ) : null}
      {onEverywhere ? <Elsewhere here={inbox.waiting} onEverywhere={onEverywhere} /> : null}
      <Rows
        key={`${tab} ${became} ${by}`}
        inbox={inbox}
        box={box}
        selected={selected}
        showEnvironment={onEverywhere === null}
        onSelect={onSelect}
      />
      {tab === 'waiting' && inbox.rest === 'none' ? <JustDecided selected={selected} onSelect={onSelect} /> : null}
      {inbox.rest === 'too-many' ? (
        <p className={styles.nothing}>
          These are the first {formatCount(mostListed)}
          {tab === 'waiting' ? ` of ${formatCount(inbox.waiting)}` : ''}. More appear as these are decided; the API
          lists them all.
        </p>
      ) : null}
    </section>
  )
}

/** How many requests wait outside of the filter, so that a filter does not hide them. */
function Elsewhere({ here, onEverywhere }: { here: number | null; onEverywhere: () => void }) {
  const all = useWaitingCount()
  if (all === null || here === null || all <= here) return null
  return (
    <p className={styles.elsewhere}>
      {plural(all - here, 'more waits', 'more wait')} in other environments.{' '}
      <button type="button" onClick={onEverywhere}>
        Show all
      </button>
    </p>
  )
}

interface RowsProps extends Pick<Props, 'inbox' | 'selected' | 'onSelect'> {
  box: { current: HTMLElement | null }
  showEnvironment: boolean
}

/** The same height as in the style sheet. */
const tabsHeight = 42

/** Draws only the rows in sight, however many there are. */
function Rows({ inbox, box, selected, showEnvironment, onSelect }: RowsProps) {
  const { items, more, rest } = inbox
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => 84,
    getItemKey: index => items[index]?.id ?? index,
    scrollMargin: tabsHeight,
    // The tabs stay in sight over the rows.
    scrollPaddingStart: tabsHeight,
    overscan: 8,
    // The server cannot know which rows are in sight, so it draws the first ones.
    initialRect: { width: 0, height: 8 * 84 },
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (rest === 'loading' && last >= items.length - 20) more()
  }, [rest, last, items.length, more])
  const at = items.findIndex(item => item.id === selected)
  // When React takes over the server's HTML, the rows are mounted before the box that scrolls them.
  const scrolls = virtual.scrollElement !== null
  // Scrolls only when another request is opened or enters the list. A list that scrolls whenever requests arrive cannot be read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see the line above
  useEffect(() => {
    if (at < 0 || !scrolls) return
    virtual.scrollToIndex(at)
    // If the focus is in the list, it moves along with `j` and `k`.
    if (box.current?.contains(document.activeElement)) {
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus())
    }
  }, [selected, at < 0, scrolls])
  // One below the other, as high as each is: rows that nobody has measured yet, as those of the server's HTML, never overlap.
  const above = Math.max(0, (shown[0]?.start ?? 0) - tabsHeight)
  return (
    <ul style={{ minHeight: virtual.getTotalSize(), paddingBlockStart: above }}>
      {shown.map(({ index, key }) => {
        const item = items[index]
        return item ? (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={rest === 'none' ? items.length : -1}
          >
            <InboxRow
              item={item}
              selected={item.id === selected}
              showEnvironment={showEnvironment}
              onSelect={onSelect}
            />
          </li>
        ) : null
      })}
    </ul>
  )
}
