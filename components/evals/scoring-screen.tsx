'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty } from '#components/kit/blocks.tsx'
import { ConfigForm } from '#components/kit/config/config-form.tsx'
import { DeniedEntry } from '#components/kit/config/denied-entry.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { scoringRuleConfig } from '#lib/domain/scoring-rules/contract.ts'
import type { ScoringRule } from '#lib/domain/scoring-rules/schemas.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import styles from './evals.module.css'

type Row = ScoringRule & { slug: string; revision: number }

import { evalPages } from './eval-pages.ts'

const rowId = ({ slug }: Row) => slug
const hrefOf = ({ slug }: Row) => `/evals/scoring?rule=${encodeURIComponent(slug)}`
const picksText = ({ percent, agent, environment }: Row) =>
  `${percent} % of the traces${agent ? ` of ${agent}` : ''}${environment ? ` in ${environment}` : ''}`

const columns: Column<Row>[] = [
  { id: 'slug', header: 'rule', leads: true, sort: row => row.slug, cell: row => <VisibleText text={row.slug} /> },
  { id: 'picks', header: 'scores', cell: row => <VisibleText text={picksText(row)} />, csv: picksText },
  { id: 'score', header: 'as', sort: row => row.score, cell: row => <VisibleText text={row.score} /> },
  {
    id: 'by',
    header: 'by',
    priority: 'low',
    sort: row => row.by,
    cell: row =>
      row.judge === null ? (
        row.by
      ) : (
        <Link href={`/evals/judges/${encodeURIComponent(row.judge)}`}>
          judge <VisibleText text={row.judge} />
        </Link>
      ),
  },
  {
    id: 'enabled',
    header: 'state',
    width: 80,
    sort: row => Number(row.enabled),
    cell: row => (row.enabled ? 'on' : 'off'),
  },
]

const fresh = { revision: 0, by: 'judge', percent: 5, enabled: true }

/** Which live traces are scored as they end, and by what. */
export function ScoringScreen({ fields }: { fields: readonly FormField[] }) {
  const rules = useContract(scoringRuleConfig.list, { query: { limit: 200 } })
  const [open, setOpen] = useQueryState('rule', parseAsString.withOptions({ history: 'push' }))
  const client = useQueryClient()
  const denial = denialForRole('judges.manage', useShell().user.role)
  const found = rules.data?.items.find(({ slug }) => slug === open) ?? null
  const close = () => {
    void setOpen(null)
    void client.invalidateQueries({ queryKey: [scoringRuleConfig.list.id] })
  }
  return (
    <PagesFrame title="Evals" pages={evalPages}>
      <div className={page.page}>
        <SectionTable
          title="Scoring rules"
          tools={<NewByName kind="scoring rule" example="sample" denial={denial} onName={name => void setOpen(name)} />}
          note="the scores stand on the traces, and charts and rollouts read them"
          columns={columns}
          rows={rules.data?.items}
          rowId={rowId}
          hrefOf={hrefOf}
          openId={open}
          sortKey="sort"
          failure={
            rules.error ? (
              <Failure what="The rules could not be read." error={rules.error} retry={() => void rules.refetch()} />
            ) : null
          }
          empty={
            <Empty title="No rule yet">
              A rule scores a share of the live traces, by a judge, a pattern or a JSON Schema. Create one with New
              scoring rule.
            </Empty>
          }
        />
        {open !== null && rules.data ? (
          <section className={styles.criteria} aria-label={`Rule ${open}`} key={open}>
            <h2 className={styles.name}>
              <VisibleText text={open} />
            </h2>
            {denial ? (
              <DeniedEntry why={denial} onClose={close} />
            ) : (
              <ConfigForm
                kind={scoringRuleConfig}
                slug={open}
                fields={fields}
                object={found ? { ...found } : fresh}
                exists={found !== null}
                deletion={{
                  action: `Delete the rule ${open}`,
                  effect: 'It scores nothing any more. The scores that it gave stay.',
                }}
                onDone={close}
                onCancel={close}
              />
            )}
          </section>
        ) : null}
      </div>
    </PagesFrame>
  )
}
