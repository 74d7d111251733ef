import type { ReactNode } from 'react'
import styles from './folded-note.module.css'

interface Props {
  shown: boolean
  onToggle: () => void
  children: ReactNode
}

/** Under a list that leaves out what frameworks say to themselves: says so, and brings it back. */
export function FoldedNote({ shown, onToggle, children }: Props) {
  return (
    <p className={styles.note}>
      {children} ·{' '}
      <button type="button" onClick={onToggle}>
        {shown ? 'fold' : 'show'}
      </button>
    </p>
  )
}
