'use client'

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
  // Rendered in UTC on the server, where the reader's zone is not known yet.
  const zone = now === 0 ? 'utc' : 'local'
  const text = form === 'absolute' || now === 0 ? formatAbsolute(at, zone) : formatRelative(at, now)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the other forms must be reachable by keyboard
    <span className={styles.when} tabIndex={0}>
      <time dateTime={at}>{text}</time>
      <span className={styles.card} role="tooltip">
        {timeForms(at, now || Date.parse(at)).map(({ label, value }) => (
          <span key={label} className={styles.form}>
            <span>{label}</span>
            <code>{value}</code>
          </span>
        ))}
      </span>
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
