'use client'

import { Button } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import styles from './audit.module.css'
import { AuditFilters } from './audit-filters.tsx'
import { AuditTable } from './audit-table.tsx'
import { type SetFilters, useAudit } from './use-audit.ts'
import { VerifyButton } from './verify-button.tsx'

/** Every decision and change, by whom, on what evidence; newest first. */
export function AuditScreen() {
  const { filters, setFilters, range, setRange, filtered, items, result } = useAudit()
  const [open, setOpen] = useQueryState('entry', parseAsString)
  const all = () => setRange({ kind: 'all' })
  const clear = () => {
    void setFilters({ actor: null, action: null, objectType: null, object: null, outcome: null })
    all()
  }
  // Whoever asks about one object or one person wants their whole history.
  const narrow: SetFilters = filter => {
    all()
    return setFilters(filter)
  }
  return (
    <PageFrame title="Audit">
      <div className={styles.head}>
        <AuditFilters filters={filters} onChange={setFilters}>
          <TimeRangePicker range={range} onChange={setRange} allowAll />
        </AuditFilters>
        <VerifyButton />
      </div>
      <div className={styles.body}>
        {result.error ? (
          <Failure what="The audit log could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null}
        {result.isPending ? <Skeleton rows={14} /> : null}
        {result.isSuccess && items.length === 0 ? (
          <Empty title={filtered ? 'No entry matches' : 'Nothing has happened yet'}>
            {filtered ? (
              <div>
                <Button variant="default" size="xs" onClick={clear}>
                  Show all entries, all time
                </Button>
              </div>
            ) : null}
          </Empty>
        ) : null}
        {items.length > 0 ? (
          <AuditTable items={items} open={open} onOpen={seq => void setOpen(seq)} onFilter={narrow} />
        ) : null}
        {result.hasNextPage ? (
          <Button
            variant="default"
            m="md"
            loading={result.isFetchingNextPage}
            onClick={() => void result.fetchNextPage()}
          >
            Show older entries
          </Button>
        ) : null}
      </div>
    </PageFrame>
  )
}
