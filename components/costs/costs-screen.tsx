'use client'

import { useMemo } from 'react'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { BreakdownTable } from './breakdown.tsx'
import { CostChart } from './cost-chart.tsx'
import { CostFigures } from './cost-figures.tsx'
import { costPages } from './cost-pages.ts'
import styles from './costs.module.css'
import { Dearest } from './dearest.tsx'
import { MadeOf } from './made-of.tsx'
import { ReleaseComparison } from './release-comparison.tsx'
import { useCostScope } from './use-cost-scope.ts'

/** What the agents cost, for what, and why. */
export function CostsScreen() {
  const { scope, setRange, setBy, setPick } = useCostScope()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns of the table keep their identity with it
  const onPick = useMemo(() => setPick, [])
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={scope.range} onChange={setRange} allowMonth />
    </>
  )
  return (
    <PagesFrame title="Costs" pages={costPages} tools={tools}>
      <CostFigures scope={scope} />
      <div className={styles.chart}>
        <CostChart scope={scope} />
      </div>
      <div className={styles.lower}>
        <div className={styles.main}>
          <BreakdownTable scope={scope} onBy={setBy} onPick={onPick} />
          <ReleaseComparison scope={scope} />
        </div>
        <div className={styles.aside}>
          <MadeOf scope={scope} />
          <Dearest scope={scope} />
        </div>
      </div>
    </PagesFrame>
  )
}
