import Link from 'next/link'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { verdictStatuses } from '#lib/domain/evals/statuses.ts'
import { runHref, type SuiteItem, scoreText, type TrendPoint } from '../columns.tsx'
import styles from '../evals.module.css'

const height = 96
/** From the lowest score that is shown up to 1, in whole tenths. */
const floorOf = ({ trend, threshold }: SuiteItem) =>
  Math.max(0, Math.floor(Math.min(threshold, ...trend.flatMap(({ average }) => average ?? [])) * 10 - 1) / 10)

/** The averages of a suite's last runs by release, oldest first, with the threshold. Each leads to its run. */
export function SuiteTrend({ suite }: { suite: SuiteItem }) {
  const { trend, threshold } = suite
  if (trend.length === 0) return null
  const floor = floorOf(suite)
  const y = (score: number) => 6 + ((1 - score) / (1 - floor)) * (height - 12)
  return (
    <section className={styles.trend} aria-label="Averages by run">
      <h3>
        Averages by run <span className="hp-muted">oldest first · needs {scoreText(threshold)}</span>
      </h3>
      <div className={styles.plot}>
        {trend.map(point => (
          <Link key={point.id} href={runHref(point)} className={styles.point} title={titleOf(point)}>
            <strong>{scoreText(point.average)}</strong>
            <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden focusable="false">
              <line
                className={styles.needs}
                x1="0"
                x2="100"
                y1={y(threshold)}
                y2={y(threshold)}
                vectorEffect="non-scaling-stroke"
              />
              {point.average === null ? null : (
                <>
                  <line
                    className={styles.stem}
                    x1="50"
                    x2="50"
                    y1={height}
                    y2={y(point.average)}
                    vectorEffect="non-scaling-stroke"
                  />
                  <rect
                    className={styles.dot}
                    data-verdict={point.verdict}
                    x="42"
                    width="16"
                    y={y(point.average) - 3}
                    height="6"
                    rx="1"
                  />
                </>
              )}
            </svg>
            <span>
              <VisibleText
                text={point.release ?? point.commit?.slice(0, 9) ?? point.at.slice(5, 16).replace('T', ' ')}
              />
            </span>
          </Link>
        ))}
      </div>
    </section>
  )
}

const titleOf = ({ at, verdict }: TrendPoint) =>
  `${at.slice(0, 16).replace('T', ' ')} UTC: ${verdict === null ? 'no verdict' : verdictStatuses[verdict].label}`
