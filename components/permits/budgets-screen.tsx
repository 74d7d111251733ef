'use client'

import dynamic from 'next/dynamic'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { periodColumns, rateColumns, runLimitColumns } from './budgets/columns.tsx'
import { type Kind, kinds } from './budgets/kinds.ts'
import { NewBudget } from './budgets/new-budget.tsx'
import { RunsNow } from './budgets/runs-now.tsx'
import { type LimitRow, useBudgets } from './budgets/use-budgets.ts'

const BudgetEntry = dynamic(() => import('./budgets/budget-entry.tsx').then(module => module.BudgetEntry), {
  ssr: false,
  loading: () => <Skeleton rows={6} />,
})

const params = { budget: parseAsString, kind: parseAsStringLiteral(kinds) }

interface Part {
  kind: Kind
  title: string
  columns: readonly Column<LimitRow>[]
  empty: string
}

const costs: Part = {
  kind: 'period',
  title: 'Cost budgets',
  columns: periodColumns,
  empty: 'None: nothing limits the cost of a day, week or month. A soft limit notifies, a hard limit denies permits.',
}
const limits: Part[] = [
  { kind: 'run', title: 'Limits of a run', columns: runLimitColumns, empty: '' },
  {
    kind: 'rate',
    title: 'Rate limits',
    columns: rateColumns,
    empty: 'None: an agent may ask as often as it likes within its other limits.',
  },
]

/** How much of every limit is used now, what each stopped, and one of them as a form. */
export function BudgetsScreen({ fields }: { fields: Record<Kind, readonly FormField[]> }) {
  const { rows, list, use } = useBudgets()
  const [{ budget: slug, kind: wanted }, set] = useQueryStates(params, { history: 'push' })
  const denial = denialForRole('budgets.manage', useShell().user.role)
  const stored = rows?.find(row => row.slug === slug && row.slug !== '') ?? null
  const kind = stored?.kind ?? wanted ?? 'run'
  const table = ({ kind: of, title, columns, empty }: Part) => (
    <SectionTable
      key={of}
      title={title}
      tools={
        of === 'period' ? <NewBudget denial={denial} onName={(budget, kind) => void set({ budget, kind })} /> : null
      }
      columns={columns}
      rows={rows?.filter(row => row.kind === of)}
      rowId={row => row.slug}
      hrefOf={row => (row.slug === '' ? '/docs/permits' : `/budgets?budget=${encodeURIComponent(row.slug)}`)}
      openId={slug}
      sortKey={of}
      expected={3}
      failure={
        list.error ? (
          <Failure what="The budgets could not be read." error={list.error} retry={() => void list.refetch()} />
        ) : null
      }
      empty={empty}
    />
  )
  const entry =
    slug && rows ? (
      <BudgetEntry
        key={slug}
        slug={slug}
        kind={kind}
        fields={fields[kind]}
        budget={stored}
        denial={denial}
        onClose={() => void set({ budget: null, kind: null })}
      />
    ) : null
  return (
    <PageFrame title="Budgets">
      <div className={page.page}>
        {entry}
        {table(costs)}
        <RunsNow use={use} />
        {limits.map(table)}
      </div>
    </PageFrame>
  )
}
