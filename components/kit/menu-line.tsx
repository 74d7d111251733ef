import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './menu-line.module.css'

interface Props {
  onPick: () => void
  children: ReactNode
  icon?: ReactNode
  /** Of a choice among several: whether it is the present one. */
  chosen?: boolean
  /** Why it cannot be picked now. */
  denied?: string | null
}

/** One line of what a pop-over offers. */
export function MenuLine({ onPick, children, icon, chosen, denied = null }: Props) {
  return (
    <button
      type="button"
      className={styles.line}
      aria-current={chosen}
      disabled={denied !== null}
      title={denied ?? undefined}
      onClick={onPick}
    >
      {icon}
      <span>{children}</span>
      {chosen ? <IconCheck size={14} aria-hidden /> : null}
    </button>
  )
}
