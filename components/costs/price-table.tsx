'use client'

import Link from 'next/link'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { priceConfig } from '#lib/domain/prices/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import styles from './costs.module.css'
import { priceHref } from './price-href.ts'

type Price = Answer<typeof priceConfig.list>['items'][number]

const usd = (rate: string | number | null) => (rate === null ? 'as input' : `$${rate}`)
const rateColumn = (id: string, header: string, of: (row: Price) => string | number | null): Column<Price> => ({
  id,
  header,
  number: true,
  width: 100,
  sort: row => (of(row) === null ? null : Number(of(row))),
  csv: of,
  cell: row => usd(of(row)),
})

const columns: Column<Price>[] = [
  {
    id: 'model',
    header: 'model',
    sort: row => row.slug,
    cell: row => (
      <Link href={priceHref(row.slug)} className={styles.figureLink}>
        <VisibleText text={row.slug} />
        {row.provider ? <span className="hp-muted"> · {row.provider} only</span> : null}
      </Link>
    ),
  },
  rateColumn('input', 'input', row => row.inputUsdPerMillion),
  { ...rateColumn('cached', 'cached', row => row.cachedInputUsdPerMillion), priority: 'low' },
  { ...rateColumn('written', 'written', row => row.cacheWriteUsdPerMillion), priority: 'low' },
  rateColumn('output', 'output', row => row.outputUsdPerMillion),
  {
    id: 'from',
    header: 'valid from',
    width: 170,
    priority: 'low',
    csv: row => row.validFrom ?? row.updatedAt,
    cell: row => <When at={row.validFrom ?? row.updatedAt} form="absolute" />,
  },
  { id: 'by', header: 'set by', width: 140, priority: 'lowest', csv: row => row.updatedBy, cell: row => row.updatedBy },
]

const rowId = (row: Price) => row.slug

/** Prices that the project has set itself. */
export function PriceTable() {
  const { data, error, refetch } = useContract(priceConfig.list, { query: { limit: 200 } })
  return (
    <SectionTable
      title="Your prices"
      note="US dollars for a million tokens; they take precedence over the price list"
      columns={columns}
      rows={data?.items}
      rowId={rowId}
      sortKey="prices"
      empty="None: every model costs what the price list says."
      failure={
        error ? <Failure what="The prices could not be read." error={error} retry={() => void refetch()} /> : undefined
      }
      expected={2}
    />
  )
}
