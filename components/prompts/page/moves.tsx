'use client'

import Link from 'next/link'
import { Empty } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listMovesContract } from '#lib/domain/prompts/contract.ts'
import { moveStatuses } from '#lib/domain/prompts/statuses.ts'
import type { Answer } from '#lib/shared/contract.ts'

type Move = Answer<typeof listMovesContract>['items'][number]

const rowId = ({ id }: Move) => id
const columns: Column<Move>[] = [
  { id: 'state', header: 'state', width: 170, sort: row => row.state, cell: row => <State move={row} /> },
  { id: 'label', header: 'label', width: 100, leads: true, sort: row => row.label, cell: row => row.label },
  {
    id: 'way',
    header: 'from and to',
    width: 110,
    number: true,
    sort: row => row.toVersion,
    cell: row => `${row.fromVersion === null ? '–' : `v${row.fromVersion}`} → v${row.toVersion}`,
  },
  {
    id: 'why',
    header: 'why',
    priority: 'low',
    sort: row => row.reason,
    cell: row => <VisibleText text={row.reason ?? row.result ?? '–'} />,
  },
  {
    id: 'by',
    header: 'by',
    width: 180,
    priority: 'low',
    sort: row => row.askedBy,
    cell: row => <VisibleText text={row.askedBy} />,
  },
  {
    id: 'at',
    header: 'at',
    width: 110,
    priority: 'lowest',
    sort: row => row.askedAt,
    cell: row => <When at={row.askedAt} />,
  },
]

function State({ move }: { move: Move }) {
  const status = <Status of={moveStatuses} value={move.state} />
  return move.approvalId === null ? status : <Link href={`/approvals/${move.approvalId}`}>{status}</Link>
}

/** The moves of labels, newest first. */
export function Moves({ name }: { name: string }) {
  const { data } = useContract(listMovesContract, { params: { name }, query: { limit: 50 } })
  return (
    <SectionTable
      title="Moves of labels"
      note="newest first"
      columns={columns}
      rows={data?.items}
      rowId={rowId}
      sortKey="moves"
      empty={<Empty title="No label was moved yet" />}
    />
  )
}
