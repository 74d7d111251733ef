import Link from 'next/link'
import type { ReactNode } from 'react'
import styles from './figures.module.css'

/** The few figures a page begins with, side by side, told apart by hairlines. */
export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return (
    <dl className={styles.figures} aria-label={label}>
      {children}
    </dl>
  )
}

interface Props {
  label: string
  /** The figure in words or digits; "–" where nobody knows. Undefined while it is read. */
  value: ReactNode | undefined
  /** Under the figure: the change, the interval, what it leaves out. */
  note?: ReactNode
  /** What the figure is made of. */
  href?: string
}

export function Figure({ label, value, note, href }: Props) {
  const shown = value === undefined ? <span className={styles.still} aria-hidden /> : value
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd className={styles.value}>{href && value !== undefined ? <Link href={href}>{shown}</Link> : shown}</dd>
      {note ? <dd className={styles.note}>{note}</dd> : null}
    </div>
  )
}
