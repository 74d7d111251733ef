'use client'

import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listSessionsContract } from '#lib/domain/sessions/contract.ts'
import type { SessionItem } from '#lib/domain/sessions/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { type AgentScope, filterOf } from './scope.ts'

const columns: Column<SessionItem>[] = [
  {
    id: 'session',
    header: 'session',
    leads: true,
    csv: row => row.sessionId,
    cell: row => (
      <span className={styles.cut}>
        <VisibleText text={row.sessionId} />
      </span>
    ),
  },
  {
    id: 'user',
    header: 'user',
    width: 140,
    priority: 'low',
    csv: row => row.userId,
    cell: row =>
      row.userId ? (
        <span className={styles.cut}>
          <VisibleText text={row.userId} />
        </span>
      ) : (
        '–'
      ),
  },
  { id: 'last', header: 'last active', width: 120, csv: row => row.lastAt, cell: row => <When at={row.lastAt} /> },
  {
    id: 'traces',
    header: 'traces',
    number: true,
    width: 84,
    csv: row => row.traces,
    cell: row => formatCount(row.traces),
  },
  {
    id: 'errors',
    header: 'failed',
    number: true,
    width: 84,
    csv: row => row.errors,
    cell: row => formatCount(row.errors),
  },
  { id: 'cost', header: 'cost', number: true, width: 104, csv: row => row.cost, cell: row => formatUsd(row.cost) },
]

/** The sessions in which it took part, the one active last first; their totals are of all agents in them. */
export function Sessions({ scope }: { scope: AgentScope }) {
  const { data, error, refetch } = useContract(listSessionsContract, { query: { ...filterOf(scope), limit: 8 } })
  return (
    <SectionTable
      title="Sessions"
      note="totals include every agent of a session"
      columns={columns}
      rows={data?.items}
      rowId={row => row.sessionId}
      hrefOf={row => `/sessions/${encodeURIComponent(row.sessionId)}`}
      sortKey="sessions"
      failure={
        error ? <Failure what="The sessions could not be read." error={error} retry={() => void refetch()} /> : null
      }
      empty="No trace of it names a session."
    />
  )
}
