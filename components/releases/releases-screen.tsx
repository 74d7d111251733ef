'use client'

import { Button } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { usePages } from '#lib/client/use-pages.ts'
import { listReleasesContract } from '#lib/domain/releases/contract.ts'
import { type ReleaseRow, releaseColumns, releaseHref } from './columns.tsx'
import { Unregistered } from './unregistered.tsx'
import { useServing } from './use-serving.ts'

const idOf = ({ slug }: { slug: string }) => slug

const first = `curl -X PUT "$HOLDPOINT_URL/api/v1/releases/triage-2026-11-28" \\
  -H "Authorization: Bearer $HOLDPOINT_API_KEY" -H "Content-Type: application/json" \\
  -d '{"agent": "triage", "code": "git:4f1c2ab", "model": {"provider": "openai", "id": "gpt-5-2025-08-07"}, "prompts": {"triage": "14"}}'`

/** All registered releases, with where they serve and their figures from traces. */
export function ReleasesScreen() {
  const [agent, setAgent] = useQueryState('agent', parseAsString.withOptions({ history: 'push' }))
  const pages = usePages(listReleasesContract, {
    key: [agent],
    filters: () => (agent === null ? {} : { agent }),
    idOf,
    keepPrevious: true,
  })
  const { served } = useServing()
  const rows = useMemo(
    (): ReleaseRow[] => pages.items.map(item => ({ ...item, served: served.get(item.slug) ?? [] })),
    [pages.items, served],
  )
  return (
    <PageFrame title="Releases">
      <div className={page.page}>
        <SectionTable
          title="Releases"
          note="newest first · figures of the last 30 days"
          tools={agent === null ? null : <FilterPin name="agent" value={agent} onRemove={() => void setAgent(null)} />}
          columns={releaseColumns}
          rows={pages.isPending ? undefined : rows}
          rowId={idOf}
          hrefOf={releaseHref}
          sortKey="sort"
          failure={
            pages.error ? (
              <Failure what="The releases could not be read." error={pages.error} retry={pages.retry} />
            ) : null
          }
          empty={
            <Empty title="No release is registered yet">
              <p>
                A release is code, model and prompts in one, and is never changed. Register it where you build it, and
                name it in traces as <code>holdpoint.release</code>; <a href="/docs/releases">how releases work</a>.
              </p>
              <Code text={first} label="command" />
            </Empty>
          }
        />
        {pages.rest === 'loading' ? (
          <Button variant="default" size="compact-sm" loading={pages.isReadingMore} onClick={pages.more}>
            More releases
          </Button>
        ) : null}
        <Unregistered agent={agent} />
      </div>
    </PageFrame>
  )
}
