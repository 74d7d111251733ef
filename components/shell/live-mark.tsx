'use client'

import styles from './shell.module.css'
import { useShell } from './shell-context.ts'

const words = { connecting: 'Connecting', live: 'Live', reconnecting: 'Reconnecting' }
const hints = {
  connecting: 'Connecting: changes will then appear by themselves',
  live: 'Changes appear by themselves',
  reconnecting: 'The connection broke: what you see may be out of date until it is back',
}

/** Whether what is on screen follows the server. */
export function LiveMark() {
  const { live } = useShell()
  return (
    <span className={styles.live} data-state={live} role="status" title={hints[live]}>
      <span aria-hidden className={styles.dot} />
      {words[live]}
    </span>
  )
}
