'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { dayParams } from '#lib/client/range-params.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useNow } from '#lib/client/use-now.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { listChangesContract } from '#lib/domain/changes/contract.ts'
import type { Compared } from '#lib/domain/changes/schemas.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import styles from './overview.module.css'
import { NeedsList } from './parts/needs-list.tsx'
import { Start } from './parts/start.tsx'
import { WorseList } from './parts/worse-list.tsx'
import { anyTrace, changesQueryOf } from './reads.ts'

// Charts bring the drawing library: the two questions do not wait for it.
const TrendCharts = dynamic(() => import('./parts/trend-charts.tsx').then(module => module.TrendCharts), { ssr: false })

/** The page a day starts on: what needs a person now, and whether anything is getting worse. */
export function OverviewScreen({ demo }: { demo: ReactNode }) {
  const { environment } = useScope()
  const [range, setRange] = useTimeRange(dayParams)
  const first = useContract(listTracesContract, anyTrace)
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
        {nothing ? <Start demo={demo} /> : <WorseList environment={environment} range={range} />}
        {first.data && !nothing ? <Trends environment={environment} range={range} /> : null}
      </div>
    </PageFrame>
  )
}

/** The charts, of the score that most requests are judged by. */
function Trends({ environment, range }: { environment: string | null; range: TimeRange }) {
  const { data } = useContract(
    listChangesContract,
    { query: changesQueryOf(environment, range) },
    { keepPrevious: true },
  )
  const now = useNow('half-minute')
  const score = mostScored(data?.items ?? [])
  if (now === 0) return null
  return (
    <TrendCharts
      environment={environment}
      range={range}
      name={score?.name ?? null}
      source={score?.source ?? null}
      now={now}
    />
  )
}

function mostScored(items: readonly Compared[]): Compared['quality'] | undefined {
  return items
    .map(({ quality }) => quality)
    .filter(({ name }) => name !== null)
    .sort((a, b) => b.count - a.count)[0]
}
