'use client'

import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { dayParams, useTimeRange } from '#lib/client/use-time-range.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import styles from './overview.module.css'
import { NeedsList } from './parts/needs-list.tsx'
import { Start } from './parts/start.tsx'
import { WorseList } from './parts/worse-list.tsx'

/** The page a day starts on: what needs a person now, and whether anything is getting worse. */
export function OverviewScreen() {
  const { environment } = useScope()
  const [range, setRange] = useTimeRange(dayParams)
  const first = useContract(listTracesContract, { query: { limit: 1, messageTraces: 'include' } })
  const nothing = first.data?.items.length === 0
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} />
    </>
  )
  return (
    <PageFrame title="Overview" tools={tools}>
      <div className={styles.page}>
        <NeedsList environment={environment} />
        {nothing ? <Start /> : <WorseList environment={environment} range={range} />}
      </div>
    </PageFrame>
  )
}
