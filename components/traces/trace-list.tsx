'use client'

import { Button } from '@mantine/core'
import { Failure } from '#components/kit/failure.tsx'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import type { TraceItem } from '#lib/domain/traces/schemas.ts'
import { NoTraces } from './no-traces.tsx'
import { TraceCharts } from './trace-charts.tsx'
import { traceColumns } from './trace-columns.tsx'
import { TraceFilterBar } from './trace-filters.tsx'
import styles from './trace-list.module.css'
import { useTraces } from './use-traces.ts'

const rowId = (item: TraceItem) => item.traceId
const hrefOf = (item: TraceItem) => `/traces/${item.traceId}`

/** Traces, newest first; new ones come by themselves. */
export function TraceList() {
  const { filters, setFilters, range, setRange, clear, narrowed, items, result } = useTraces()
  useHotkeys({
    '/': () => document.getElementById('trace-search')?.focus(),
    f: () => document.getElementById('trace-status')?.focus(),
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
        <TraceFilterBar filters={filters} onChange={setFilters} />
        <DataTable
          label="Traces"
          columns={traceColumns}
          rows={items}
          rowId={rowId}
          hrefOf={hrefOf}
          pending={result.isPending}
          above={<TraceCharts filters={filters} range={range} />}
          failure={
            result.error ? (
              <Failure what="The traces could not be read." error={result.error} retry={() => void result.refetch()} />
            ) : null
          }
          empty={<NoTraces filtered={narrowed} onClear={clear} />}
          below={
            result.hasNextPage ? (
              <Button
                variant="default"
                m="md"
                loading={result.isFetchingNextPage}
                onClick={() => void result.fetchNextPage()}
              >
                Show older traces
              </Button>
            ) : null
          }
        />
      </div>
    </PageFrame>
  )
}
