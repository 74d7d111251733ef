'use client'

import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { breakdownColumns } from './breakdown-columns.tsx'
import type { BreakdownRow } from './breakdown-rows.ts'
import styles from './costs.module.css'
import { type Breakdown, breakdowns } from './search-params.ts'
import { tracesHref } from './traces-href.ts'
import { useBreakdown } from './use-breakdown.ts'
import type { CostScope } from './use-cost-scope.ts'

interface Props {
  scope: CostScope
  onBy: (by: Breakdown) => void
  onPick: (name: string | null) => void
}

const tabs = breakdowns.map(id => ({ id, label: id }))
const rowId = (row: BreakdownRow) => row.id

/** What or who cost the money, compared with the range before. */
export function BreakdownTable({ scope, onBy, onPick }: Props) {
  const { by, pick, range, environment } = scope
  const { rows, failed, limited } = useBreakdown(scope)
  const columns = useMemo(
    () =>
      breakdownColumns({
        by,
        picked: pick,
        onPick,
        hrefOf: name =>
          by === 'environment'
            ? name && tracesHref({ range, environment: name })
            : tracesHref({ range, environment, by, value: name }),
      }),
    [by, pick, onPick, range, environment],
  )
  return (
    <div className={styles.breakdown}>
      <Tabs label="Cost by" tabs={tabs} active={by} onChange={onBy}>
        <SectionTable
          title={`Cost by ${by}`}
          note={limited ? `the ${limited} most expensive` : undefined}
          columns={columns}
          rows={rows}
          rowId={rowId}
          sortKey="order"
          empty="Nothing cost anything in this range."
          failure={
            failed ? (
              <Failure what="The costs could not be read." error={failed.error} retry={() => void failed.refetch()} />
            ) : undefined
          }
        />
      </Tabs>
    </div>
  )
}
