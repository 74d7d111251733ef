'use client'

import { useRouter } from 'next/navigation'
import { Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { judgeConfig } from '#lib/domain/judges/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { evalPages } from './eval-pages.ts'

interface Row {
  slug: string
  model: string
  revision: number
  dailyUsd: string | null
  updatedAt: string
  updatedBy: string
}
const rowId = ({ slug }: Row) => slug
const hrefOf = ({ slug }: Pick<Row, 'slug'>) => `/evals/judges/${encodeURIComponent(slug)}`

const columns: Column<Row>[] = [
  { id: 'slug', header: 'judge', leads: true, sort: row => row.slug, cell: row => <VisibleText text={row.slug} /> },
  { id: 'model', header: 'model', sort: row => row.model, cell: row => <VisibleText text={row.model} /> },
  { id: 'version', header: 'version', number: true, width: 90, sort: row => row.revision, cell: row => row.revision },
  {
    id: 'budget',
    header: 'budget a day',
    number: true,
    width: 120,
    priority: 'low',
    cell: row => (row.dailyUsd === null ? 'none' : `$${row.dailyUsd}`),
  },
  {
    id: 'at',
    header: 'changed',
    width: 110,
    priority: 'low',
    sort: row => row.updatedAt,
    cell: row => <When at={row.updatedAt} />,
  },
]

/** The models that score answers. */
export function JudgesScreen() {
  const { data, error, refetch } = useContract(judgeConfig.list, { query: { limit: 200 } })
  const router = useRouter()
  const denial = denialForRole('judges.manage', useShell().user.role)
  return (
    <PagesFrame title="Evals" pages={evalPages}>
      <div className={page.page}>
        <SectionTable
          title="Judges"
          tools={
            <NewByName
              kind="judge"
              example="completeness"
              denial={denial}
              onName={slug => router.push(`${hrefOf({ slug })}?edit=true`)}
            />
          }
          note="the page of a judge shows how well it agrees with people"
          columns={columns}
          rows={data?.items}
          rowId={rowId}
          hrefOf={hrefOf}
          sortKey="sort"
          failure={
            error ? <Failure what="The judges could not be read." error={error} retry={() => void refetch()} /> : null
          }
          empty={
            <Empty title="No judge yet">
              A judge is a model behind an OpenAI-compatible address that scores answers by a prompt. Suites and live
              scoring name it. Create one with New judge.
            </Empty>
          }
        />
      </div>
    </PagesFrame>
  )
}
