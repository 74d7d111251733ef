import { formatCompact } from '#lib/shared/numbers.ts'
import { VisibleText } from './visible-text.tsx'
import { When } from './when.tsx'
import styles from './whole-scores.module.css'

/** A number, yes or no as 1 or 0, or a word as label. */
interface WholeScore {
  id: string
  name: string
  dataType: string
  value: number | null
  label: string | null
  comment: string | null
  source: string
  at: string
}

const worded = (dataType: string, value: number | null) =>
  dataType === 'boolean' && value !== null ? (value === 0 ? 'no' : 'yes') : formatCompact(value)

/** Scores of something as a whole, the newest first. */
export function WholeScores({ of, scores }: { of: 'session' | 'run'; scores: readonly WholeScore[] }) {
  if (scores.length === 0) return null
  return (
    <section aria-label={`Scores of the ${of}`} className={styles.scores}>
      <h3>Scores of the {of}</h3>
      <ul>
        {scores.map(({ id, name, dataType, value, label, comment, source, at }) => (
          <li key={id}>
            <VisibleText text={name} />{' '}
            <strong>{label === null ? worded(dataType, value) : <VisibleText text={label} />}</strong>{' '}
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
