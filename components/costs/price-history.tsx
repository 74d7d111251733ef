'use client'

import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { priceHistoryContract } from '#lib/domain/prices/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'

type Version = Answer<typeof priceHistoryContract>['versions'][number]

const rates = (row: Version) => (row.ends ? 'ended' : `$${row.inputUsdPerMillion} / $${row.outputUsdPerMillion}`)

const columns: Column<Version>[] = [
  { id: 'revision', header: 'no.', number: true, width: 48, csv: row => row.revision, cell: row => row.revision },
  {
    id: 'rates',
    header: 'input / output',
    csv: rates,
    cell: row => `${rates(row)}${row.holds ? ' · applies now' : ''}`,
  },
  { id: 'cached', header: 'cached', csvOnly: true, csv: row => row.cachedInputUsdPerMillion, cell: () => null },
  { id: 'written', header: 'written', csvOnly: true, csv: row => row.cacheWriteUsdPerMillion, cell: () => null },
  { id: 'provider', header: 'provider', csvOnly: true, csv: row => row.provider, cell: () => null },
  {
    id: 'from',
    header: 'valid from',
    width: 170,
    csv: row => row.validFrom,
    cell: row => <When at={row.validFrom} form="absolute" />,
  },
  {
    id: 'set',
    header: 'set',
    width: 170,
    priority: 'low',
    csv: row => row.setAt,
    cell: row => <When at={row.setAt} form="absolute" />,
  },
  { id: 'by', header: 'by', width: 130, priority: 'lowest', csv: row => row.setBy, cell: row => row.setBy },
]
const rowId = (row: Version) => String(row.revision)

/** All entries of one price, newest first. */
export function PriceHistory({ model }: { model: string }) {
  const { data } = useContract(priceHistoryContract, { params: { slug: model } })
  return (
    <SectionTable
      title="History"
      note="from its date on, the latest entry applies"
      columns={columns}
      rows={data?.versions}
      rowId={rowId}
      sortKey="history"
      empty="No price was set yet."
      expected={1}
    />
  )
}
