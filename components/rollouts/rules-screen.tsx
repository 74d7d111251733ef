'use client'

import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useNow } from '#lib/client/use-now.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { freezeConfig, strategyConfig } from '#lib/domain/rollouts/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { rolloutPages } from './rollout-pages.ts'
import { freezeColumns, strategyColumns } from './rules/columns.tsx'

const loading = () => <Skeleton rows={8} />
// The build reads the options of `dynamic` only from a literal.
const StrategyEntry = dynamic(() => import('./rules/entries.tsx').then(module => module.StrategyEntry), {
  ssr: false,
  loading,
})
const FreezeEntry = dynamic(() => import('./rules/entries.tsx').then(module => module.FreezeEntry), {
  ssr: false,
  loading,
})

const opens = parseAsString.withOptions({ history: 'push' })
const all = { query: { limit: 200 } }
const slugOf = ({ slug }: { slug: string }) => slug

interface Props {
  strategyFields: readonly FormField[]
  freezeFields: readonly FormField[]
}

/** How rollouts proceed, and when none may. */
export function RulesScreen(props: Props) {
  const strategies = useContract(strategyConfig.list, all)
  const freezes = useContract(freezeConfig.list, all)
  const [strategy, setStrategy] = useQueryState('strategy', opens)
  const [freeze, setFreeze] = useQueryState('freeze', opens)
  const denial = denialForRole('rollouts.manage', useShell().user.role)
  const now = useNow('half-minute')
  const [rows, frozen] = [strategies.data?.items, freezes.data?.items]
  return (
    <PagesFrame title="Rollouts" pages={rolloutPages}>
      <div className={page.page}>
        {strategy && rows ? (
          <StrategyEntry
            key={strategy}
            slug={strategy}
            fields={props.strategyFields}
            stored={rows.find(row => row.slug === strategy) ?? null}
            denial={denial}
            onClose={() => void setStrategy(null)}
          />
        ) : null}
        <SectionTable
          title="Strategies"
          tools={
            <NewByName kind="strategy" example="two-days" denial={denial} onName={name => void setStrategy(name)} />
          }
          note="agent-change (5, 25, 50, 100 %) and prompt-change (5, 25, 100 %) are built in"
          columns={strategyColumns}
          rows={rows}
          rowId={slugOf}
          hrefOf={row => `/rollouts/strategies?strategy=${encodeURIComponent(row.slug)}`}
          openId={strategy}
          sortKey="sort"
          failure={failureOf('strategies', strategies)}
          empty={
            <Empty title="No strategy of your own yet">
              <p>A strategy says which share a candidate gets, for how long, and what its gates ask for.</p>
            </Empty>
          }
        />
        {freeze && frozen ? (
          <FreezeEntry
            key={freeze}
            slug={freeze}
            fields={props.freezeFields}
            stored={frozen.find(row => row.slug === freeze) ?? null}
            denial={denial}
            onClose={() => void setFreeze(null)}
          />
        ) : null}
        <SectionTable
          title="Freezes"
          tools={<NewByName kind="freeze" example="weekend" denial={denial} onName={name => void setFreeze(name)} />}
          note="stop every promotion, never a rollback"
          columns={freezeColumns(now)}
          rows={frozen}
          rowId={slugOf}
          hrefOf={row => `/rollouts/strategies?freeze=${encodeURIComponent(row.slug)}`}
          openId={freeze}
          sortKey="freezes"
          failure={failureOf('freezes', freezes)}
          empty={
            <Empty title="Nothing is frozen">
              <p>A freeze keeps every share where it is: over a weekend, for an agent, or all of the project.</p>
            </Empty>
          }
        />
      </div>
    </PagesFrame>
  )
}

const failureOf = (what: string, { error, refetch }: { error: Error | null; refetch: () => unknown }) =>
  error ? <Failure what={`The ${what} could not be read.`} error={error} retry={() => void refetch()} /> : null
