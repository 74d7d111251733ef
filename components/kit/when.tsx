'use client'

import { useRef, useState } from 'react'
import { usePreferences } from '#lib/client/preferences.ts'
import { useNow } from '#lib/client/use-now.ts'
import { formatAbsolute, formatCountdown, formatRelative, timeForms } from '#lib/shared/time.ts'
import styles from './when.module.css'

interface Props {
  at: string
  /** Feeds read relative, tables and audit absolute. */
  form?: 'relative' | 'absolute'
}

/** An instant; every other way to write it shows on hover and on keyboard focus. */
export function When({ at, form = 'relative' }: Props) {
  const now = useNow('half-minute')
  const { zone } = usePreferences()
  const box = useRef<HTMLSpanElement>(null)
  const [open, setOpen] = useState(false)
  // Rendered in UTC on the server, where the reader's zone is not known yet.
  const text = form === 'absolute' || now === 0 ? formatAbsolute(at, now === 0 ? 'utc' : zone) : formatRelative(at, now)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only shows what it holds
    <span
      ref={box}
      className={styles.when}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the other forms must be reachable by keyboard
      tabIndex={0}
      onMouseEnter={() => setOpen(true)}
      onMouseLeave={() => setOpen(false)}
      onFocus={event => setOpen(event.currentTarget.matches(':focus-visible'))}
      onBlur={() => setOpen(false)}
      onKeyDown={event => event.key === 'Escape' && setOpen(false)}
    >
      <time dateTime={at}>{text}</time>
      {open ? <Forms at={at} now={now || Date.parse(at)} anchor={box.current} /> : null}
    </span>
  )
}

/** In the top layer, so that no table clips it and no row lies over it. */
function Forms({ at, now, anchor }: { at: string; now: number; anchor: HTMLElement | null }) {
  const place = (card: HTMLSpanElement | null) => {
    if (!card || !anchor) return
    card.showPopover()
    const from = anchor.getBoundingClientRect()
    const below = from.bottom + card.offsetHeight + 8 < globalThis.innerHeight
    card.style.left = `${Math.max(8, Math.min(from.left, globalThis.innerWidth - card.offsetWidth - 8))}px`
    card.style.top = `${below ? from.bottom + 2 : from.top - card.offsetHeight - 2}px`
  }
  return (
    <span ref={place} popover="manual" className={styles.card} role="tooltip">
      {timeForms(at, now).map(({ label, value }) => (
        <span key={label} className={styles.form}>
          <span>{label}</span>
          <code>{value}</code>
        </span>
      ))}
    </span>
  )
}

interface CountdownProps {
  until: string
  /** Below this the figure turns critical. */
  urgentMs?: number
}

/** Time left, each second. */
export function Countdown({ until, urgentMs = 8 * 60_000 }: CountdownProps) {
  const now = useNow('second')
  const left = now === 0 ? null : Date.parse(until) - now
  return (
    <time dateTime={until} className={styles.countdown} data-urgent={left !== null && left < urgentMs}>
      {left === null ? '–:––' : formatCountdown(left)}
    </time>
  )
}
