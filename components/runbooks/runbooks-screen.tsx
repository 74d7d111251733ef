'use client'

import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { runbookConfig } from '#lib/domain/runbooks/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { runbookColumns, type StoredRunbook } from './runbook-rows.tsx'

const RunbookEntry = dynamic(() => import('./runbook-entry.tsx').then(module => module.RunbookEntry), {
  ssr: false,
  loading: () => <Skeleton rows={8} />,
})

const rowId = ({ slug }: StoredRunbook) => slug
const hrefOf = ({ slug }: StoredRunbook) => `/runbooks?runbook=${encodeURIComponent(slug)}`

/** What people do when something is wrong: all runbooks, and one of them to read or change. */
export function RunbooksScreen({ fields }: { fields: readonly FormField[] }) {
  const runbooks = useContract(runbookConfig.list, { query: { limit: 200 } })
  const [open, setOpen] = useQueryState('runbook', parseAsString.withOptions({ history: 'push' }))
  const client = useQueryClient()
  const denial = denialForRole('runbooks.manage', useShell().user.role)
  const close = () => {
    void setOpen(null)
    void client.invalidateQueries({ queryKey: [runbookConfig.list.id] })
  }
  return (
    <PageFrame title="Runbooks">
      <div className={page.page}>
        <SectionTable
          title="All runbooks"
          tools={
            <NewByName
              kind="runbook"
              example="search-is-down"
              action="Write it"
              denial={denial}
              onName={name => void setOpen(name)}
            />
          }
          columns={runbookColumns}
          rows={runbooks.data?.items}
          rowId={rowId}
          hrefOf={hrefOf}
          openId={open}
          sortKey="sort"
          failure={
            runbooks.error ? (
              <Failure
                what="The runbooks could not be read."
                error={runbooks.error}
                retry={() => void runbooks.refetch()}
              />
            ) : null
          }
          empty={<Empty title="No runbook yet">An incident shows those that fit its agent and its cause.</Empty>}
        />
        {open !== null && runbooks.data ? (
          <RunbookEntry
            key={open}
            slug={open}
            fields={fields}
            runbook={runbooks.data.items.find(({ slug }) => slug === open) ?? null}
            denial={denial}
            onClose={close}
          />
        ) : null}
      </div>
    </PageFrame>
  )
}
