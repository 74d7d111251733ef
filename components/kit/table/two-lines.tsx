import { VisibleText } from '../visible-text.tsx'
import styles from './two-lines.module.css'

/** A cell of two lines: what somebody named, and what it does or is about. */
export function TwoLines({ name, note }: { name: string; note: string }) {
  return (
    <span className={styles.lines}>
      <span className={styles.name}>
        <VisibleText text={name} />
      </span>
      <span className={styles.note}>
        <VisibleText text={note} />
      </span>
    </span>
  )
}
