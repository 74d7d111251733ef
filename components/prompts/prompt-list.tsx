'use client'

import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { Code, Empty, Tag } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import page from '#components/kit/page.module.css'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listPromptsContract } from '#lib/domain/prompts/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { promptHref } from './prompt-href.ts'

type Item = Answer<typeof listPromptsContract>['items'][number]

const rowId = ({ name }: Item) => name
const production = ({ labels }: Item) => labels.find(({ label }) => label === 'production')?.version ?? null
const first = `holdpoint prompts push prompts/`

const columns: Column<Item>[] = [
  { id: 'name', header: 'prompt', leads: true, sort: row => row.name, cell: row => <VisibleText text={row.name} /> },
  {
    id: 'production',
    header: 'production',
    number: true,
    width: 110,
    sort: production,
    cell: row => (production(row) === null ? '–' : `v${production(row)}`),
  },
  { id: 'latest', header: 'newest', number: true, width: 90, sort: row => row.latest, cell: row => `v${row.latest}` },
  {
    id: 'labels',
    header: 'other labels',
    priority: 'low',
    sort: row => row.labels.length,
    cell: row =>
      row.labels
        .filter(({ label }) => label !== 'production')
        .map(({ label, version }) => (
          <Tag key={label}>
            {label} v{version}
          </Tag>
        )),
  },
  {
    id: 'suite',
    header: 'suite',
    width: 200,
    priority: 'lowest',
    sort: row => row.suite,
    cell: row => (row.suite === null ? '–' : <VisibleText text={row.suite} />),
  },
  { id: 'at', header: 'changed', width: 110, sort: row => row.updatedAt, cell: row => <When at={row.updatedAt} /> },
]

/** All prompts, with the versions of their labels. */
export function PromptList() {
  const router = useRouter()
  const [folder, setFolder] = useQueryState('folder', parseAsString.withOptions({ history: 'push' }))
  const query = folder === null ? { limit: 200 } : { limit: 200, folder }
  const { data, error, refetch } = useContract(listPromptsContract, { query }, { keepPrevious: true })
  const denial = denialForRole('prompts.write', useShell().user.role)
  return (
    <PageFrame title="Prompts">
      <div className={page.page}>
        <SectionTable
          title="Prompts"
          tools={
            <>
              {folder === null ? null : (
                <FilterPin name="folder" value={folder} onRemove={() => void setFolder(null)} />
              )}
              <NewByName
                kind="prompt"
                example="triage/diagnose"
                denial={denial}
                onName={name => router.push(`${promptHref({ name })}?edit=true`)}
              />
            </>
          }
          columns={columns}
          rows={data?.items}
          rowId={rowId}
          hrefOf={promptHref}
          sortKey="sort"
          failure={
            error ? <Failure what="The prompts could not be read." error={error} retry={() => void refetch()} /> : null
          }
          empty={
            <Empty title="No prompt yet">
              <p>
                A prompt has numbered versions, and agents ask for it by a label such as <code>production</code>. Write
                one with New prompt, or push a directory of YAML files:
              </p>
              <Code text={first} label="command" />
            </Empty>
          }
        />
      </div>
    </PageFrame>
  )
}
