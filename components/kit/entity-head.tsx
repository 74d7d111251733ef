import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import styles from './entity-head.module.css'
import { VisibleText } from './visible-text.tsx'

interface Props {
  /** As it came from outside: it may hold any character. */
  name: string
  /** Beside the name: its state, framework, environments. */
  facts?: ReactNode
  /** One sentence about it. */
  description?: ReactNode
  /** What can be done with it. */
  actions?: ReactNode
  /** A strip of figures below. */
  children?: ReactNode
}

/** What a page is about: its name, what is known of it, and its figures. */
export function EntityHead({ name, facts, description, actions, children }: Props) {
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h2 className={styles.name}>
          <VisibleText text={name} />
        </h2>
        <CopyButton text={name} label="Copy name" />
        {facts}
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      {description ? <div className={styles.description}>{description}</div> : null}
      {children}
    </header>
  )
}
