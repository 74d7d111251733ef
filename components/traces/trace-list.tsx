'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { NoTraces } from './no-traces.tsx'
import { TraceFilters } from './trace-filters.tsx'
import styles from './trace-list.module.css'
import { TraceTable } from './trace-table.tsx'
import { useTraces } from './use-traces.ts'

/** Traces, newest first; new ones come by themselves. */
export function TraceList() {
  const router = useRouter()
  const { filters, setFilters, filtered, items, result } = useTraces()
  const [cursor, setCursor] = useState(-1)
  const move = (by: number) => {
    const next = Math.max(0, Math.min(items.length - 1, cursor + by))
    setCursor(next)
    document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    enter: () => {
      const item = items[cursor]
      if (item) router.push(`/traces/${item.traceId}`)
    },
    '/': () => document.getElementById('trace-search')?.focus(),
    f: () => document.getElementById('trace-status')?.focus(),
  })
  return (
    <PageFrame title="Traces">
      <TraceFilters filters={filters} onChange={setFilters} />
      <div className={styles.body}>
        {result.error ? (
          <Failure what="The traces could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null}
        {result.isPending ? <Skeleton rows={12} /> : null}
        {result.isSuccess && items.length === 0 ? (
          <NoTraces filtered={filtered || filters.range !== 'all'} onClear={() => void setFilters(clear)} />
        ) : null}
        {items.length > 0 ? <TraceTable items={items} cursor={cursor} /> : null}
        {result.hasNextPage ? (
          <Button
            variant="default"
            m="md"
            loading={result.isFetchingNextPage}
            onClick={() => void result.fetchNextPage()}
          >
            Show older traces
          </Button>
        ) : null}
      </div>
    </PageFrame>
  )
}

const clear = {
  text: null,
  status: null,
  agent: null,
  release: null,
  session: null,
  user: null,
  model: null,
  tool: null,
  range: 'all' as const,
}
