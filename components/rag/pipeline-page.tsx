'use client'

import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Status } from '#components/kit/status.tsx'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { EntryFrame } from '#components/shell/entry-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listChecksContract, pipelineConfig } from '#lib/domain/rag/contract.ts'
import type { CheckItem } from '#lib/domain/rag/schemas.ts'
import { ragStatuses } from '#lib/domain/rag/statuses.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { checkColumns, checkHref } from './columns.tsx'
import { CheckDetail } from './page/check-detail.tsx'
import { Drift } from './page/drift.tsx'

const PipelineEntry = dynamic(() => import('./page/pipeline-entry.tsx').then(module => module.PipelineEntry), {
  ssr: false,
  loading: () => <Skeleton rows={6} />,
})

const checkId = ({ id }: CheckItem) => id

interface Props {
  slug: string
  fields: readonly FormField[]
}

/** One pipeline: the settings of production, its last check or the opened one, the trend and the drift. */
export function PipelinePage({ slug, fields }: Props) {
  const pipeline = useContract(pipelineConfig.get, { params: { slug } })
  const checks = useContract(listChecksContract, { query: { pipeline: slug, limit: 100 } })
  const [opened] = useQueryState('check', parseAsString)
  const queries = useQueryClient()
  const denial = denialForRole('rag.manage', useShell().user.role)
  const data = pipeline.data?.archivedAt === null ? pipeline.data : undefined
  const items = checks.data?.items
  const check = items?.find(({ id }) => id === opened) ?? items?.[0]
  const refresh = () => queries.invalidateQueries({ queryKey: [pipelineConfig.get.id] })
  return (
    <EntryFrame
      one="RAG pipeline"
      list={{ href: '/rag', label: 'RAG checks' }}
      slug={slug}
      query={pipeline}
      holds={data !== undefined}
      denial={denial}
    >
      {({ edit, editing, close }) => (
        <>
          {data ? (
            <EntityHead
              name={slug}
              facts={items?.[0] ? <Status of={ragStatuses} value={items[0].verdict} /> : null}
              description={`${data.embeddingModel} · chunks of ${data.chunkSize} with an overlap of ${data.chunkOverlap}${data.retriever ? ` · retrieves in ${data.retriever}` : ''}`}
              actions={edit}
            />
          ) : null}
          {editing ? (
            <PipelineEntry
              slug={slug}
              fields={fields}
              object={pipeline.data}
              onClose={() => void refresh().then(close)}
            />
          ) : null}
          {check ? <CheckDetail check={check} /> : null}
          {data ? <Drift slug={slug} minimumRecall={data.minimumRecall} checks={items ?? []} /> : null}
          {data || items?.length ? (
            <SectionTable
              title="Checks"
              note="newest first"
              columns={checkColumns}
              rows={items}
              rowId={checkId}
              hrefOf={checkHref}
              openId={check?.id ?? null}
              sortKey="checks"
              empty={<Empty title="No check of this pipeline yet" />}
            />
          ) : null}
        </>
      )}
    </EntryFrame>
  )
}
