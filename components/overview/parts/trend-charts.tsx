'use client'

import styles from '../overview.module.css'
import { MonthCost } from './month-cost.tsx'
import { QualityTrend, type QualityTrendProps } from './quality-trend.tsx'

/** Under the two questions: what the month costs, and how good the answers are. Loaded after them. */
export function TrendCharts({ now, ...quality }: QualityTrendProps & { now: number }) {
  return (
    <div className={styles.trends}>
      <MonthCost environment={quality.environment} now={now} />
      {quality.name ? <QualityTrend {...quality} /> : null}
    </div>
  )
}
