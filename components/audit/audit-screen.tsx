'use client'

import { Button } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import styles from './audit.module.css'
import { AuditFilters } from './audit-filters.tsx'
import { AuditTable } from './audit-table.tsx'
import { type SetFilters, useAudit } from './use-audit.ts'
import { VerifyButton } from './verify-button.tsx'
import type { FieldLabels } from './words.ts'

/** Every decision and change, by whom, on what evidence; newest first. */
export function AuditScreen({ labels }: { labels: FieldLabels }) {
  const { filters, setFilters, range, setRange, filtered, pages } = useAudit()
  const [open, setOpen] = useQueryState('entry', parseAsString)
  const toggle = useCallback((seq: string | null) => void setOpen(seq), [setOpen])
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
      <div className={styles.screen}>
        <div className={styles.head}>
          <AuditFilters filters={filters} onChange={setFilters}>
            <TimeRangePicker range={range} onChange={setRange} allowAll />
          </AuditFilters>
          <VerifyButton />
        </div>
        <AuditTable
          entries={pages}
          labels={labels}
          open={open}
          onOpen={toggle}
          onFilter={narrow}
          failure={
            pages.error ? (
              <Failure what="The audit log could not be read." error={pages.error} retry={pages.retry} />
            ) : null
          }
          empty={
            <Empty title={filtered ? 'No entry matches' : 'Nothing has happened yet'}>
              {filtered ? (
                <div>
                  <Button variant="default" size="xs" onClick={clear}>
                    Show all entries, all time
                  </Button>
                </div>
              ) : null}
            </Empty>
          }
        />
      </div>
    </PageFrame>
  )
}
