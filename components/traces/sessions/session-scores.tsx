import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { SessionDetail } from '#lib/domain/sessions/schemas.ts'
import { formatCompact } from '#lib/shared/numbers.ts'
import styles from './sessions.module.css'

/** Scores of the session as a whole, the newest first. */
export function SessionScores({ scores }: Pick<SessionDetail, 'scores'>) {
  if (scores.length === 0) return null
  return (
    <section aria-label="Scores of the session" className={styles.scores}>
      <h3>Scores of the session</h3>
      <ul>
        {scores.map(({ id, name, value, label, comment, source, at }) => (
          <li key={id}>
            <VisibleText text={name} />{' '}
            <strong>{label === null ? formatCompact(value) : <VisibleText text={label} />}</strong>{' '}
            <span className="hp-muted">
              {source}, <When at={at} />
            </span>
            {comment ? (
              <>
                {' '}
                <VisibleText text={comment} />
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
