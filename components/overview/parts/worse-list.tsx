'use client'

import { useMemo, useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listChangesContract } from '#lib/domain/changes/contract.ts'
import type { Compared } from '#lib/domain/changes/schemas.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { presetLabels, type TimeRange } from '#lib/shared/time-range.ts'
import styles from '../overview.module.css'
import { changesQueryOf, first } from '../reads.ts'
import { worseColumns } from './worse-columns.tsx'

interface Props {
  environment: string | null
  range: TimeRange
}

const rowId = ({ key }: Compared) => key ?? ''
const most = 200

/** Every agent against the range before, the worst first, with the sentence that says what changed. */
export function WorseList({ environment, range }: Props) {
  const [all, setAll] = useState(false)
  const query = changesQueryOf(environment, range, all ? most : first)
  const changes = useContract(listChangesContract, { query }, { keepPrevious: true })
  const { items, total = 0, compared = 0, worse = 0 } = changes.data ?? {}
  const budgets = items?.some(({ slo }) => slo !== null) ?? false
  const columns = useMemo(() => worseColumns({ environment, range }, budgets), [environment, range, budgets])
  return (
    <div className={styles.part} data-table>
      <SectionTable
        title="Is anything getting worse?"
        note={
          <>
            {changes.data ? `${summary(worse, total)} · ` : ''}
            {against(range)} · {budgets ? 'agents whose budget is spent, then the worst' : 'worst first'}
          </>
        }
        columns={columns}
        rows={items}
        rowId={rowId}
        sortKey="agents"
        failure={
          changes.error ? (
            <Failure
              what="The agents could not be compared."
              error={changes.error}
              retry={() => void changes.refetch()}
            />
          ) : null
        }
        empty={<p>No agent had requests in this range or the one before.</p>}
      />
      {items && items.length < total ? (
        <p className={styles.more}>
          {`${formatCount(items.length)} of ${plural(total, 'agent')}`}
          {compared < total ? `; the ${formatCount(compared)} with most requests were compared` : ''}
          {items.length < Math.min(compared, most) ? (
            <button type="button" onClick={() => setAll(true)}>
              Show {formatCount(Math.min(compared, most))}
            </button>
          ) : null}
        </p>
      ) : null}
    </div>
  )
}

const summary = (worse: number, total: number) =>
  worse === 0 ? `${plural(total, 'agent')}, none worse` : `${formatCount(worse)} of ${plural(total, 'agent')} worse`

const against = (range: TimeRange) =>
  range.kind === 'preset'
    ? `${presetLabels[range.preset].toLowerCase()} against the same time before`
    : 'against the same time before'
