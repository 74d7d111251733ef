import { VisibleText } from '#components/kit/visible-text.tsx'
import type { Changed } from '#lib/domain/configuration/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './configuration.module.css'

interface Props {
  applied: boolean
  changes: readonly Changed[]
}

const valueText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** What a file changes, object by object; those that stay as they are, as a number. */
export function ChangeList({ applied, changes }: Props) {
  const news = changes.filter(({ change }) => change !== 'none')
  const same = changes.length - news.length
  const rest =
    same > 0
      ? `${plural(same, 'object')} ${same === 1 ? 'stays' : 'stay'} as ${same === 1 ? 'it is' : 'they are'}.`
      : ''
  return (
    <section aria-label={applied ? 'What was applied' : 'What would change'} aria-live="polite">
      <p>
        {news.length === 0
          ? `Nothing ${applied ? 'has changed' : 'would change'}. ${rest}`
          : `${plural(news.length, 'object')} ${applied ? 'applied' : 'would change'}. ${rest}`}
      </p>
      <ul className={styles.changes}>
        {news.map(change => (
          <li key={`${change.kind} ${change.slug}`}>
            <p className={styles.object}>
              <span className={styles.word}>{change.change === 'create' ? 'new' : 'changed'}</span>
              <span className="hp-muted">{change.kind}</span>
              <strong>
                <VisibleText text={change.slug} />
              </strong>
            </p>
            <dl className={styles.fields}>
              {change.diff.map(({ path, before, after }) => (
                <div key={path}>
                  <dt>
                    <VisibleText text={path} />
                  </dt>
                  <dd>
                    {change.change === 'update' ? (
                      <>
                        <del>
                          <VisibleText text={valueText(before)} />
                        </del>{' '}
                        <span aria-hidden>→</span>{' '}
                      </>
                    ) : null}
                    <ins>
                      <VisibleText text={valueText(after)} />
                    </ins>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
