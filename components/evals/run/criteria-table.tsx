import { VisibleText } from '#components/kit/visible-text.tsx'
import type { Verdict } from '#lib/domain/evals/verdicts/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { deltaText, scoreText } from '../columns.tsx'
import styles from '../evals.module.css'

/** Each criterion with its average, that of the baseline and its threshold. Cost and duration are below. */
export function CriteriaTable({ verdict }: { verdict: Verdict }) {
  const { criteria, interval } = verdict
  return (
    <section className={styles.criteria} aria-label="Criteria">
      <table>
        <thead>
          <tr>
            <th scope="col">criterion</th>
            <th scope="col">
              <span className="hp-sr">bar</span>
            </th>
            <th scope="col">this run</th>
            <th scope="col">baseline</th>
            <th scope="col">change</th>
            <th scope="col">95 %</th>
            <th scope="col">needs</th>
          </tr>
        </thead>
        <tbody>
          {criteria.map(({ name, average, baseline, threshold, delta, interval: range }) => (
            <tr key={name}>
              <th scope="row">
                <VisibleText text={name} />
              </th>
              <td>
                <Bar value={average} mark={baseline} />
              </td>
              <td>{scoreText(average)}</td>
              <td className="hp-muted">{scoreText(baseline)}</td>
              <td className={moved(range)}>{deltaText(delta)}</td>
              <td className="hp-muted">{rangeText(range)}</td>
              <td className="hp-muted">{scoreText(threshold)}</td>
            </tr>
          ))}
          <tr className={styles.total}>
            <th scope="row">average</th>
            <td>
              <Bar value={verdict.average} mark={verdict.baselineAverage} />
            </td>
            <td>{scoreText(verdict.average)}</td>
            <td className="hp-muted">{scoreText(verdict.baselineAverage)}</td>
            <td className={moved(interval)}>{deltaText(verdict.delta)}</td>
            <td className="hp-muted">{rangeText(interval)}</td>
            <td className="hp-muted">{scoreText(verdict.threshold)}</td>
          </tr>
        </tbody>
      </table>
      <p className={styles.note}>
        {interval
          ? `Changes are paired over ${verdict.pairs} scenarios, each with its 95 % interval; the margin is ${verdict.margin.toFixed(2)}. `
          : ''}
        {formatUsd(verdict.cost.perScenarioUsd)} per scenario
        {verdict.baselineRunId ? ` (${formatUsd(verdict.cost.baselinePerScenarioUsd)} before)` : ''},{' '}
        {formatDuration(verdict.latency.meanMs)} on average
        {verdict.baselineRunId ? ` (${formatDuration(verdict.latency.baselineMeanMs)} before)` : ''}.
      </p>
    </section>
  )
}

const rangeText = (range: Verdict['interval']) =>
  range === null ? '–' : `[${deltaText(range[0])}, ${deltaText(range[1])}]`
/** The whole interval is on one side of 0: there is a change. */
const moved = (range: Verdict['interval']) =>
  range === null || (range[0] <= 0 && range[1] >= 0) ? undefined : range[1] < 0 ? styles.worse : styles.better

function Bar({ value, mark }: { value: number | null; mark: number | null }) {
  return (
    <svg className={styles.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden focusable="false">
      <rect className={styles.track} width="100" height="8" rx="2" />
      <rect className={styles.fill} width={(value ?? 0) * 100} height="8" rx="2" />
      {mark === null ? null : <rect className={styles.mark} x={Math.min(98.5, mark * 100)} width="1.5" height="8" />}
    </svg>
  )
}
