'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { listChecksContract, pipelineConfig } from '#lib/domain/rag/contract.ts'
import type { CheckItem } from '#lib/domain/rag/schemas.ts'
import { allCheckColumns, checkHref, type PipelineRow, pipelineColumns, pipelineHref } from './columns.tsx'

const rowId = ({ slug }: PipelineRow) => slug
const checkId = ({ id }: CheckItem) => id

const first = `curl -X POST "$HOLDPOINT_URL/api/v1/rag-checks" \\
  -H "Authorization: Bearer $HOLDPOINT_API_KEY" -H "Content-Type: application/json" \\
  --data-binary @evidence.json`

/** Every registered pipeline with its last check, and all checks. */
export function RagScreen() {
  const pipelines = useContract(pipelineConfig.list, { query: { limit: 200 } })
  const checks = useContract(listChecksContract, { query: { limit: 200 } })
  const last = useContract(listChecksContract, { query: { limit: 200, only: 'last' } })
  const rows = useMemo(
    () =>
      pipelines.data?.items.map(({ slug, embeddingModel, agent }) => ({
        ...{ slug, embeddingModel, agent },
        last: last.data?.items.find(({ pipeline }) => pipeline === slug) ?? null,
      })),
    [pipelines.data, last.data],
  )
  return (
    <PageFrame title="RAG checks">
      <div className={page.page}>
        <SectionTable
          title="Pipelines"
          tools={<NewPipeline />}
          columns={pipelineColumns}
          rows={rows}
          rowId={rowId}
          hrefOf={pipelineHref}
          sortKey="pipelines"
          failure={
            pipelines.error ? (
              <Failure
                what="The pipelines could not be read."
                error={pipelines.error}
                retry={() => void pipelines.refetch()}
              />
            ) : null
          }
          empty={
            <Empty title="No pipeline yet">
              <p>
                A pipeline says what production retrieves with: embedding model, chunks, index. A check computes from
                evidence whether it still finds what it should. Register one with New RAG pipeline, then send the first
                check:
              </p>
              <Code text={first} label="command" />
            </Empty>
          }
        />
        <SectionTable
          title="Checks"
          note="newest first"
          columns={allCheckColumns}
          rows={checks.data?.items}
          rowId={checkId}
          hrefOf={checkHref}
          sortKey="checks"
          failure={
            checks.error ? (
              <Failure what="The checks could not be read." error={checks.error} retry={() => void checks.refetch()} />
            ) : null
          }
          empty={<Empty title="No check yet" />}
        />
      </div>
    </PageFrame>
  )
}

function NewPipeline() {
  const router = useRouter()
  return (
    <NewByName
      kind="RAG pipeline"
      example="runbooks"
      denial={denialForRole('rag.manage', useShell().user.role)}
      onName={slug => router.push(`${pipelineHref({ slug })}?edit=true`)}
    />
  )
}
