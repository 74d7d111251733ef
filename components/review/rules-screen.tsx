'use client'

import { useQueryClient } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { qualityPages } from '#components/shell/quality-pages.ts'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { reviewQueueContract } from '#lib/domain/review/contract.ts'
import { reviewRuleConfig } from '#lib/domain/review-rules/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './review.module.css'
import { RuleEntry } from './rule-entry.tsx'
import { rowsOf, ruleColumns } from './rule-rows.tsx'

const rowId = ({ slug }: { slug: string }) => slug
const hrefOf = ({ slug }: { slug: string }) => `/quality/review/rules?rule=${encodeURIComponent(slug)}`

/** Which traces people review: the rules, how many traces each has picked, and one rule as a form. */
export function RulesScreen({ fields }: { fields: readonly FormField[] }) {
  const rules = useContract(reviewRuleConfig.list, { query: { limit: 200 } })
  const queue = useContract(reviewQueueContract)
  const [open, setOpen] = useQueryState('rule', parseAsString.withOptions({ history: 'push' }))
  const client = useQueryClient()
  const denial = denialForRole('review.manage', useShell().user.role)
  const rows = useMemo(() => (rules.data ? rowsOf(rules.data.items, queue.data) : undefined), [rules.data, queue.data])
  const close = () => {
    void setOpen(null)
    void client.invalidateQueries({ queryKey: [reviewRuleConfig.list.id] })
  }
  return (
    <PagesFrame title="Quality" pages={qualityPages}>
      <div className={`${page.page} ${styles.rules}`}>
        <SectionTable
          title="Review rules"
          tools={<NewByName kind="rule" example="low-scores" denial={denial} onName={name => void setOpen(name)} />}
          columns={ruleColumns}
          rows={rows}
          rowId={rowId}
          hrefOf={hrefOf}
          sortKey="sort"
          failure={
            rules.error ? (
              <Failure what="The rules could not be read." error={rules.error} retry={() => void rules.refetch()} />
            ) : null
          }
          empty={
            <Empty title="No rule yet">
              A rule puts a share of an agent’s traces, or all with a low score, before people. Create one with New
              rule.
            </Empty>
          }
        />
        {open !== null && rules.data ? (
          <RuleEntry
            key={open}
            slug={open}
            fields={fields}
            rule={rules.data.items.find(({ slug }) => slug === open) ?? null}
            denial={denial}
            onClose={close}
          />
        ) : null}
      </div>
    </PagesFrame>
  )
}
