'use client'

import { useTitleCount } from '#lib/client/use-title-count.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { useWaitingCount } from './data.ts'
import styles from './inbox.module.css'

/** The number of waiting requests, beside the navigation item and in the title of the page. */
export function WaitingCount() {
  const count = useWaitingCount()
  useTitleCount(count ? formatCount(count) : null)
  return count ? (
    <span className={styles.count}>
      {formatCount(count)}
      <span className="hp-sr"> waiting</span>
    </span>
  ) : null
}
