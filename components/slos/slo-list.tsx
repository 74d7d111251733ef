'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listSlosContract } from '#lib/domain/slos/contract.ts'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import { sloColumns, worstFirst } from './slo-columns.tsx'
import { sloHref } from './slo-href.ts'

const rowId = ({ slug }: SloItem) => slug

/** All service levels with their budgets, the worst first. */
export function SloList() {
  const { data, error, refetch } = useContract(
    listSlosContract,
    { query: { limit: 200 } },
    // The budget changes even without an event, because old requests leave the period.
    { refetchInterval: 30_000 },
  )
  const rows = useMemo(() => data && [...data.items].sort(worstFirst), [data])
  return (
    <PageFrame title="Service levels">
      <div className={page.page}>
        <SectionTable
          title="Error budgets"
          tools={<NewSlo />}
          note={rows && rows.length > 0 ? summary(rows) : undefined}
          columns={sloColumns}
          rows={rows}
          rowId={rowId}
          hrefOf={sloHref}
          sortKey="sort"
          failure={
            error ? (
              <Failure what="The service levels could not be read." error={error} retry={() => void refetch()} />
            ) : null
          }
          empty={
            <Empty title="No service level yet">
              <p>
                A service level says which share of an agent’s requests must succeed, be quick or stay cheap, and what
                happens when it is missed. Create one with New service level, or send it with{' '}
                <code>PUT /api/v1/slos/&#123;name&#125;</code>.
              </p>
            </Empty>
          }
        />
      </div>
    </PageFrame>
  )
}

function summary(rows: readonly SloItem[]): string {
  const count = (...statuses: SloItem['status'][]) => rows.filter(({ status }) => statuses.includes(status)).length
  const [spent, burning, unknown] = [count('exhausted'), count('critical', 'warning'), count('unknown')]
  const parts = [
    ...(spent > 0 ? [`${spent} spent`] : []),
    ...(burning > 0 ? [`${burning} burning`] : []),
    ...(unknown > 0 ? [`${unknown} without data`] : []),
  ]
  return `${plural(rows.length, 'service level')}${parts.length > 0 ? `, ${parts.join(', ')}` : ', all within their budgets'} · worst first`
}

function NewSlo() {
  const router = useRouter()
  return (
    <NewByName
      kind="service level"
      example="triage-success"
      denial={denialForRole('slos.manage', useShell().user.role)}
      onName={slug => router.push(`${sloHref({ slug })}?edit=true`)}
    />
  )
}
