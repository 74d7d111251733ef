'use client'

import { parseAsString, useQueryState } from 'nuqs'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getPipelineRunContract, listPipelineRunsContract } from '#lib/domain/pipelines/contract.ts'
import type { PipelineRunItem } from '#lib/domain/pipelines/schemas.ts'
import { runColumns, stageColumns } from './columns.tsx'

const idOf = ({ id }: PipelineRunItem) => id
const nameOf = ({ name }: { name: string }) => name
const hrefOf = ({ id }: PipelineRunItem) => `/pipelines?run=${encodeURIComponent(id)}`

const first = `curl -X POST "$HOLDPOINT_URL/api/v1/pipeline-runs" \\
  -H "Authorization: Bearer $HOLDPOINT_API_KEY" -H "Content-Type: application/json" \\
  -d '{"pipeline": "triage", "commit": "4f1c2ab", "release": "triage-2026-11-28"}'`

/** The runs of pipelines, and the stages of the open one. */
export function PipelinesScreen() {
  const [open] = useQueryState('run', parseAsString)
  const runs = useContract(listPipelineRunsContract, { query: { limit: 100 } }, { keepPrevious: true })
  const items = runs.data?.items
  const listed = open === null ? items?.[0] : items?.find(({ id }) => id === open)
  // A link may lead to a run that is older than those in the list.
  const isOlder = open !== null && items !== undefined && listed === undefined
  const older = useContract(getPipelineRunContract, { params: { id: open ?? '' } }, { enabled: isOlder })
  const shown = listed ?? (isOlder ? older.data : undefined)
  const failure = runs.error ? (
    <Failure what="The runs could not be read." error={runs.error} retry={() => void runs.refetch()} />
  ) : null
  return (
    <PageFrame title="Pipelines">
      <div className={page.page}>
        {isOlder && older.error ? (
          <Failure what={`The run ${open} could not be read.`} error={older.error} retry={() => void older.refetch()} />
        ) : null}
        {shown ? (
          <SectionTable
            title={`Stages of ${shown.pipeline}`}
            note={`${shown.release ?? 'no release'} · ${shown.commit.slice(0, 9)}`}
            columns={stageColumns}
            rows={shown.stages}
            rowId={nameOf}
            sortKey="stages"
            empty={null}
          />
        ) : null}
        <SectionTable
          title="Runs"
          note="newest first"
          columns={runColumns}
          rows={items}
          rowId={idOf}
          hrefOf={hrefOf}
          openId={shown?.id ?? null}
          sortKey="sort"
          failure={failure}
          empty={
            <Empty title="No run of a pipeline yet">
              <p>
                A run brings a commit and its release through unit, integration, evaluation and shadow to production,
                which a person approves. See <a href="/docs/pipelines">how pipelines work</a>.
              </p>
              <Code text={first} label="command" />
            </Empty>
          }
        />
      </div>
    </PageFrame>
  )
}
