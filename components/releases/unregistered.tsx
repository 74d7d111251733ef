'use client'

import Link from 'next/link'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listSeenReleasesContract } from '#lib/domain/releases/contract.ts'
import type { SeenRelease } from '#lib/domain/releases/schemas.ts'

const idOf = ({ agent, release }: SeenRelease) => JSON.stringify([agent, release])
const tracesOf = ({ agent, release }: SeenRelease) =>
  `/traces?${new URLSearchParams({ ...(agent === null ? {} : { agent }), release })}`

const columns: Column<SeenRelease>[] = [
  {
    id: 'release',
    header: 'release',
    leads: true,
    sort: row => row.release,
    cell: row => <VisibleText text={row.release} />,
  },
  {
    id: 'agent',
    header: 'agent',
    width: 200,
    sort: row => row.agent,
    cell: ({ agent }) =>
      agent === null ? (
        '–'
      ) : (
        <Link href={`/agents/${encodeURIComponent(agent)}`}>
          <VisibleText text={agent} />
        </Link>
      ),
  },
  { id: 'first', header: 'first seen', width: 150, sort: row => row.firstAt, cell: row => <When at={row.firstAt} /> },
]

/** Releases that traces name but nobody has registered. No rollout can try them. */
export function Unregistered({ agent }: { agent: string | null }) {
  const { data } = useContract(listSeenReleasesContract, { query: agent === null ? {} : { agent } })
  const rows = data?.items.filter(({ registered }) => !registered) ?? []
  if (rows.length === 0) return null
  return (
    <SectionTable
      title="Not registered"
      note="named only by traces, so no rollout can try them"
      columns={columns}
      rows={rows}
      rowId={idOf}
      hrefOf={tracesOf}
      sortKey="unregisteredSort"
      empty={null}
    />
  )
}
