import { formatCompact } from '#lib/shared/numbers.ts'
import { VisibleText } from './visible-text.tsx'
import { When } from './when.tsx'
import styles from './whole-scores.module.css'

/** A number, or a word as label. */
interface WholeScore {
  id: string
  name: string
  value: number | null
  label: string | null
  comment: string | null
  source: string
  at: string
}

/** Scores of something as a whole, the newest first. */
export function WholeScores({ of, scores }: { of: 'session' | 'run'; scores: readonly WholeScore[] }) {
  if (scores.length === 0) return null
  return (
    <section aria-label={`Scores of the ${of}`} className={styles.scores}>
      <h3>Scores of the {of}</h3>
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
