import type { Zone } from '#lib/shared/time.ts'
import styles from './chart.module.css'
import { namesAt } from './markers.ts'
import type { ChartAhead, PreparedChart } from './prepare.ts'
import { formatBucketFull, formatValue } from './scale.ts'

interface Props {
  chart: PreparedChart
  at: number
  active: boolean | undefined
  zone: Zone
}

/** One bucket in full: every series, and whether it still fills. */
export function ChartTooltip({ chart, at, active, zone }: Props) {
  const point = chart.points.find(each => each.at === at)
  const ahead = chart.ahead.find(each => each.at === at)
  if (!active) return null
  if (ahead) return <Expected chart={chart} ahead={ahead} zone={zone} />
  if (!point) return null
  return (
    <div className={styles.tooltip}>
      <p>
        {formatBucketFull(at, chart.bucketMs, zone)}
        {point.filling ? <span className="hp-muted"> still filling</span> : null}
      </p>
      {namesAt(chart, at) ? <p className={styles.mark}>first of {namesAt(chart, at)}</p> : null}
      <dl>
        {chart.series.map(({ key, label, colour }) => (
          <div key={key}>
            <dt>
              <span className={styles.swatch} style={{ background: colour }} aria-hidden />
              {label}
            </dt>
            <dd>{formatValue(point.values[key], chart.unit)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Expected({ chart, ahead, zone }: { chart: PreparedChart; ahead: ChartAhead; zone: Zone }) {
  const words = (value: number) => formatValue(value, chart.unit)
  return (
    <div className={styles.tooltip}>
      <p>
        {formatBucketFull(ahead.at, chart.bucketMs, zone)} <span className="hp-muted">expected</span>
      </p>
      <p>
        {words(ahead.value)}, in four of five cases {words(ahead.low)} to {words(ahead.high)}
      </p>
    </div>
  )
}
