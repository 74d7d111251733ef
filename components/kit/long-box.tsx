'use client'

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import styles from './long-box.module.css'

interface Props {
  /** Name of the box for assistive technology. */
  label: string
  /** Lines inside that are folded away, and so are not in sight either. */
  folded?: number
  /** Opens what is folded, or folds it again. */
  onAll?: (all: boolean) => void
  /** A `pre`. */
  children: ReactNode
}

interface Extent {
  /** Null until it is drawn, as in the server's HTML. */
  lines: number | null
  below: number
}

/** A text in which every line matters: lines that do not fit are counted, and can be shown. */
export function LongBox({ label, folded = 0, onAll, children }: Props) {
  const box = useRef<HTMLElement>(null)
  const [all, setAll] = useState(false)
  const { lines, below, measure } = useExtent(box)
  const unseen = below + folded
  const show = (next: boolean) => {
    setAll(next)
    onAll?.(next)
    if (!next) box.current?.scrollTo(0, 0)
  }
  return (
    <>
      <section
        ref={box}
        className={styles.box}
        data-all={all}
        data-below={below > 0}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        tabIndex={0}
        onScroll={measure}
      >
        {children}
      </section>
      {unseen > 0 || all ? (
        <p className={styles.foot}>
          <span>
            {lines === null ? `${plural(folded, 'line')} folded` : plural(lines + folded, 'line')}
            {lines !== null && unseen > 0 ? `, ${formatCount(unseen)} below` : ''}
          </span>
          <button type="button" onClick={() => show(!all)}>
            {all ? 'Show less' : 'Show all'}
          </button>
        </p>
      ) : null}
    </>
  )
}

/** The drawn lines of the text, with long ones wrapped, and how many of them are below the visible part. */
function useExtent(box: { current: HTMLElement | null }) {
  const [extent, setExtent] = useState<Extent>({ lines: null, below: 0 })
  const measure = () => {
    const element = box.current
    const text = element?.querySelector('pre')
    if (!element || !text) return
    const height = Number.parseFloat(getComputedStyle(text).lineHeight)
    const lines = Math.round(text.offsetHeight / height)
    const hidden = text.getBoundingClientRect().bottom - element.getBoundingClientRect().bottom
    const below = Math.max(0, Math.round(hidden / height))
    setExtent(last => (last.lines === lines && last.below === below ? last : { lines, below }))
  }
  const latest = useRef(measure)
  useLayoutEffect(() => {
    latest.current = measure
    measure()
  })
  useLayoutEffect(() => {
    const text = box.current?.querySelector('pre')
    if (!text) return
    const observer = new ResizeObserver(() => latest.current())
    observer.observe(text)
    return () => observer.disconnect()
  }, [box])
  return { ...extent, measure }
}
