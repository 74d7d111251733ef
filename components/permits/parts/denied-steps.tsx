'use client'

import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listPermitsContract } from '#lib/domain/permits/contract.ts'
import type { PermitItem } from '#lib/domain/permits/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { stepHref } from './step-href.ts'

const columns: Column<PermitItem>[] = [
  {
    id: 'step',
    header: 'step',
    leads: true,
    width: 124,
    csv: row => row.tool ?? row.step,
    cell: row => <VisibleText text={row.tool ?? (row.step === 'llm' ? 'model call' : 'run')} />,
  },
  { id: 'agent', header: 'agent', width: 124, csv: row => row.agent, cell: row => <VisibleText text={row.agent} /> },
  {
    id: 'run',
    header: 'run',
    priority: 'low',
    csv: row => row.runId,
    cell: row => <VisibleText text={row.runId} />,
  },
  {
    id: 'answer',
    header: 'answer',
    width: 92,
    csv: row => row.decision,
    cell: row => (row.decision === 'fallback' ? 'fallback' : row.decision === 'deny' ? 'denied' : 'asked'),
  },
  {
    id: 'cost',
    header: 'would have cost',
    number: true,
    width: 120,
    priority: 'low',
    csv: row => row.estimatedUsd,
    cell: row => formatUsd(row.estimatedUsd),
  },
  {
    id: 'at',
    header: 'at',
    width: 172,
    csv: row => row.askedAt,
    cell: row => (
      <span className="hp-mono">
        <When at={row.askedAt} form="absolute" />
      </span>
    ),
  },
]

/** The newest steps that a breaker or a budget denied. */
export function DeniedSteps({ slug }: { slug: string }) {
  const { data, error, refetch } = useContract(listPermitsContract, { query: { refusedBy: slug, limit: 10 } })
  return (
    <SectionTable
      title="Steps it denied"
      note={data?.nextCursor ? 'the newest 10' : undefined}
      columns={columns}
      rows={data?.items}
      rowId={({ id }) => id}
      hrefOf={stepHref}
      sortKey="denied"
      failure={error ? <Failure what="They could not be read." error={error} retry={() => void refetch()} /> : null}
      empty="It has denied nothing."
    />
  )
}
