'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import { openFilterMenu } from './list/filter-menu.tsx'
import { type Frozen, frozenRows } from './list/frozen.ts'
import { NoTraces } from './list/no-traces.tsx'
import { TraceCharts } from './list/trace-charts.tsx'
import { traceColumns } from './list/trace-columns.tsx'
import { TraceFilterBar } from './list/trace-filters.tsx'
import styles from './list/trace-list.module.css'
import { OlderTraces, TraceNotice } from './list/trace-notice.tsx'
import { useTraces } from './list/use-traces.ts'

const rowId = (item: TraceItem) => item.traceId
const hrefOf = (item: TraceItem) => `/traces/${item.traceId}`

/** Traces, newest first; new ones come by themselves, but not while somebody is at the rows. */
export function TraceList() {
  const traces = useTraces()
  const { filters, setFilters, range, setRange, items, scope, result } = traces
  const [frozen, setFrozen] = useState<Frozen | null>(null)
  const { shown, waiting } = frozenRows(items, frozen, scope, rowId)
  const hold = () => setFrozen({ scope, ids: new Set(items.map(rowId)) })
  useHotkeys({
    '/': () => document.getElementById('trace-search')?.focus(),
    f: openFilterMenu,
  })
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} allowAll />
    </>
  )
  return (
    <PageFrame title="Traces" tools={tools}>
      <div className={styles.page}>
        <TraceFilterBar filters={filters} range={range} onChange={setFilters} />
        <DataTable
          label="Traces"
          columns={traceColumns}
          rows={shown}
          rowId={rowId}
          hrefOf={hrefOf}
          pending={result.isPending}
          onBusy={busy => (busy ? hold() : setFrozen(null))}
          above={traces.nothing === 'sent' ? null : <TraceCharts filters={filters} range={range} />}
          notice={
            waiting > 0 ? (
              <Button size="compact-xs" variant="default" onClick={hold}>
                {waiting === 1 ? '1 new trace' : `${waiting} new traces`} · show
              </Button>
            ) : null
          }
          failure={
            result.error ? (
              <Failure what="The traces could not be read." error={result.error} retry={() => void result.refetch()} />
            ) : null
          }
          empty={traces.nothing ? <NoTraces nothing={traces.nothing} onClear={traces.clear} /> : null}
          below={
            <>
              <TraceNotice folded={traces.folded} shown={traces.showsMessages} onShow={traces.setShowsMessages} />
              <OlderTraces result={result} found={shown.length} />
            </>
          }
        />
      </div>
    </PageFrame>
  )
}
