'use client'

import { formatCount } from '#lib/shared/numbers.ts'
import { useWaitingCount } from './data.ts'
import styles from './inbox.module.css'

/** How many requests wait, beside the navigation item. */
export function WaitingCount() {
  const count = useWaitingCount()
  return count ? (
    <span className={styles.count}>
      {formatCount(count)}
      <span className="hp-sr"> waiting</span>
    </span>
  ) : null
}
