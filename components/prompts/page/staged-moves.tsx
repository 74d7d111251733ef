'use client'

import Link from 'next/link'
import { Note } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listRolloutsContract } from '#lib/domain/rollouts/contract.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import styles from '../prompts.module.css'

const idOf = ({ id }: RolloutItem) => id
const hrefOf = ({ id }: RolloutItem) => `/rollouts/${encodeURIComponent(id)}`
const shareText = ({ weightBps }: RolloutItem) => `${weightBps / 100} %`
const wayOf = ({ prompt }: RolloutItem) => (prompt ? `v${prompt.baseline} → v${prompt.candidate}` : '')
const whyOf = ({ endedAt, endedBy, whyNotPromoted }: RolloutItem) =>
  endedAt === null ? whyNotPromoted : `by ${endedBy}`

const columns: Column<RolloutItem>[] = [
  {
    ...{ id: 'state', header: 'state', width: 170, leads: true },
    sort: row => row.state,
    cell: row => <Status of={rolloutStatuses} value={row.state} />,
  },
  {
    ...{ id: 'label', header: 'label', width: 110 },
    sort: row => row.prompt?.label ?? '',
    cell: row => row.prompt?.label ?? '–',
  },
  { id: 'way', header: 'from and to', width: 110, number: true, sort: wayOf, cell: wayOf },
  {
    ...{ id: 'share', header: 'share', width: 80, number: true },
    sort: row => row.weightBps,
    cell: row => (row.endedAt === null ? shareText(row) : '–'),
  },
  {
    ...{ id: 'agent', header: 'agent', width: 160, priority: 'low' },
    sort: row => row.agent,
    cell: row => <VisibleText text={row.agent} />,
  },
  { id: 'why', header: 'why', priority: 'lowest', cell: row => <VisibleText text={whyOf(row)} /> },
  {
    ...{ id: 'at', header: 'began', width: 110, priority: 'lowest' },
    sort: row => row.createdAt,
    cell: row => <When at={row.createdAt} />,
  },
]

const useStagedMoves = (name: string) => useContract(listRolloutsContract, { query: { prompt: name, limit: 20 } })

/** A move in progress. It is at the top of the page, because it decides what agents get. */
export function StagedNow({ name }: { name: string }) {
  const active = useStagedMoves(name).data?.items.filter(({ endedAt }) => endedAt === null) ?? []
  return active.map(one => (
    <div key={one.id} className={styles.part}>
      <Note tone={one.state === 'holding' || one.state === 'paused' ? 'warning' : 'waiting'}>
        <Link href={hrefOf(one)}>
          <strong>
            {one.prompt?.label} moves from v{one.prompt?.baseline} to v{one.prompt?.candidate} in stages
          </strong>
        </Link>
        : {shareText(one)} of <VisibleText text={one.environment} /> has it, {rolloutStatuses[one.state].label}.{' '}
        <VisibleText text={one.whyNotPromoted} />
      </Note>
    </div>
  ))
}

/** All moves in stages of this prompt. Draws nothing if there was none. */
export function StagedMoves({ name }: { name: string }) {
  const { data } = useStagedMoves(name)
  if (!data?.items.length) return null
  return (
    <SectionTable
      title="Moves in stages"
      note="newest first"
      columns={columns}
      rows={data.items}
      rowId={idOf}
      hrefOf={hrefOf}
      sortKey="staged"
      expected={1}
      empty={null}
    />
  )
}
