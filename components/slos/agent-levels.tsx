'use client'

import { SectionTable } from '#components/kit/table/section-table.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listSlosContract } from '#lib/domain/slos/contract.ts'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import { sloColumns } from './slo-columns.tsx'
import { sloHref } from './slo-href.ts'

const rowId = ({ slug }: SloItem) => slug

/** The service levels of an agent, on its page. Draws nothing if it has none. */
export function AgentLevels({ agent }: { agent: string }) {
  const { data } = useContract(listSlosContract, { query: { agent, limit: 50 } })
  if (!data || data.items.length === 0) return null
  return (
    <SectionTable
      title="Service levels"
      note="each over its own period"
      columns={sloColumns}
      rows={data.items}
      rowId={rowId}
      hrefOf={sloHref}
      sortKey="levels"
      empty="None."
    />
  )
}
