import type { ReactNode } from 'react'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { StatusOf, StatusTable } from '#lib/shared/status-tone.ts'
import styles from './rag.module.css'

interface Props<T extends StatusTable> {
  title: string
  note?: ReactNode
  tools?: ReactNode
  of: T
  results: readonly { name: string; status: StatusOf<T>; message: string }[]
}

/** A few results, each with the whole sentence that says why. */
export function ResultList<T extends StatusTable>({ title, note, tools, of, results }: Props<T>) {
  return (
    <section aria-label={title}>
      <header className={styles.head}>
        <h3>{title}</h3>
        {note ? <span className="hp-muted">{note}</span> : null}
        {tools ? <span className={styles.end}>{tools}</span> : null}
      </header>
      <ul className={styles.results}>
        {results.map(({ name, status, message }) => (
          <li key={name}>
            <strong>{name}</strong>
            <Status of={of} value={status} />
            <span>
              <VisibleText text={message} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
