'use client'

import { useRouter } from 'next/navigation'
import { Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listPagesContract, onCallConfig } from '#lib/domain/on-call/contract.ts'
import type { PageItem, Policy } from '#lib/domain/on-call/schemas.ts'
import { alertPages, onCallHref } from './alert-pages.ts'
import styles from './alerts.module.css'
import { pageColumns } from './page-columns.tsx'
import { scopeText, stepText } from './step-text.ts'

const columns: Column<Policy>[] = [
  {
    id: 'rule',
    header: 'rule',
    leads: true,
    sort: row => row.slug,
    cell: row => <TwoLines name={row.slug} note={row.steps.map(stepText).join(' → ')} />,
  },
  { id: 'scope', header: 'for', width: 240, sort: scopeText, cell: row => <VisibleText text={scopeText(row)} /> },
]
const slugOf = ({ slug }: Policy) => slug
const pageId = ({ id }: PageItem) => id

/** Who is notified, in which order and after how long, and the pages so far. */
export function OnCallScreen() {
  const router = useRouter()
  const denial = denialForRole('on-call.manage', useShell().user.role)
  const rules = useContract(onCallConfig.list, { query: { limit: 200 } })
  const pages = useContract(listPagesContract, { query: { limit: 50 } }, { refetchInterval: 15_000 })
  return (
    <PagesFrame title="Alerts" pages={alertPages}>
      <div className={styles.page}>
        <SectionTable
          title="Who is on call"
          tools={
            <NewByName
              kind="on-call rule"
              example="everything"
              denial={denial}
              onName={slug => router.push(`${onCallHref({ slug })}?edit=true`)}
            />
          }
          columns={columns}
          rows={rules.data?.items as Policy[] | undefined}
          rowId={slugOf}
          hrefOf={onCallHref}
          sortKey="rules"
          failure={
            rules.error ? (
              <Failure what="The rules could not be read." error={rules.error} retry={() => void rules.refetch()} />
            ) : null
          }
          empty={
            <Empty title="Nobody is on call">
              <p>
                Critical incidents page nobody until there is a rule. Create one with New on-call rule, or send it with{' '}
                <code>PUT /api/v1/on-call/&#123;name&#125;</code>.
              </p>
            </Empty>
          }
        />
        <SectionTable
          title="Pages"
          note="the newest 50"
          columns={pageColumns}
          rows={pages.data?.items}
          rowId={pageId}
          hrefOf={({ path }) => path}
          sortKey="pages"
          failure={
            pages.error ? (
              <Failure what="The pages could not be read." error={pages.error} retry={() => void pages.refetch()} />
            ) : null
          }
          empty={<Empty title="Nobody was paged yet" />}
        />
      </div>
    </PagesFrame>
  )
}
