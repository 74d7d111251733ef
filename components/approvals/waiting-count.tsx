'use client'

import { useWaitingCount } from './data.ts'
import styles from './inbox.module.css'

/** How many requests wait, beside the navigation item. */
export function WaitingCount() {
  const count = useWaitingCount()
  return count ? (
    <span className={styles.count}>
      {count}
      <span className="hp-sr"> waiting</span>
    </span>
  ) : null
}
