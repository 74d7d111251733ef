import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './configuration.module.css'

interface Fault {
  field: string
  message: string
}

/** Why a file was invalid: each wrong place by its path. */
export function Faults({ error }: { error: unknown }) {
  const issues = isProblem(error) ? ((error.fields.extra?.issues ?? []) as Fault[]) : []
  if (issues.length === 0) return <Failure what="Nothing was applied." error={error} />
  return (
    <section className={styles.faults} aria-label="What is wrong with the file" role="alert">
      <p>
        <strong>Nothing was applied.</strong>
      </p>
      <ul>
        {issues.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            <code>
              <VisibleText text={field.replace(/^body\./, '')} />
            </code>{' '}
            <VisibleText text={message} />
          </li>
        ))}
      </ul>
    </section>
  )
}
