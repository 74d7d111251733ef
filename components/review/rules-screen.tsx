'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import { NewOnPage } from '#components/kit/config/new-on-page.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
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

/** What is put before people: the rules, how much each has picked, and one of them as a form. */
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
  const title = (
    <>
      <Link href="/quality">Quality</Link> <span className="hp-muted">/</span>{' '}
      <Link href="/quality/review">Review</Link> <span className="hp-muted">/</span> Rules
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={styles.rules}>
        <SectionTable
          title="Review rules"
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
              A rule puts a share of an agent’s traces, or all with a low score, before people.
            </Empty>
          }
        />
        {open === null && denial ? <p className="hp-muted">{denial}</p> : null}
        {open === null && !denial ? <NewOnPage one="rule" denial={null} onName={name => void setOpen(name)} /> : null}
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
    </PageFrame>
  )
}
