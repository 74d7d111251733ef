'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Figures } from '#components/kit/figures.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { WholeScores } from '#components/kit/whole-scores.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getRunContract } from '#lib/domain/traces/contract.ts'
import type { TraceRun } from '#lib/domain/traces/schemas.ts'
import { runHref } from './parts/run-href.ts'
import { Conversation } from './sessions/conversation.tsx'
import styles from './sessions/sessions.module.css'
import { WorkFigures } from './sessions/work-figures.tsx'

/** One run over several traces: its one total, and the transcript of all of them. */
export function RunPage({ runId, denied }: { runId: string; denied: ReactNode }) {
  const { data, error, isPending, refetch } = useContract(getRunContract, { params: { runId } })
  const title = (
    <>
      <Link href="/traces">Traces</Link> <span className="hp-muted">/</span> Run
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={styles.page}>
        {error ? (
          <Failure
            what="This run could not be read."
            error={error}
            retry={() => void refetch()}
            missing={<NoSuchRun />}
          />
        ) : null}
        {isPending ? <Skeleton rows={10} /> : null}
        {data ? (
          <>
            <Head run={data} />
            {denied}
            <WholeScores of="run" scores={data.scores} />
            <Conversation query={{ run: runId }} />
          </>
        ) : null}
      </div>
    </PageFrame>
  )
}

function Head({ run }: { run: TraceRun }) {
  const agents = [...new Set(run.traces.flatMap(({ agent }) => agent ?? []))]
  return (
    <EntityHead
      name={run.runId}
      description={
        <>
          {agents.length > 0 ? (
            <>
              By <VisibleText text={agents.join(', ')} />,{' '}
            </>
          ) : null}
          from <When at={run.startedAt} form="absolute" />
        </>
      }
    >
      <Figures label="Totals of the run">
        <WorkFigures of={run} traces={run.traceCount} durationMs={run.durationMs} tracesHref={runHref(run.runId)} />
      </Figures>
    </EntityHead>
  )
}

const NoSuchRun = () => (
  <Empty title="No such run">
    <p>
      No run of several traces has this name. It may be older than the time that traces are kept, or a trace on its own:
      search for it in the list of traces.
    </p>
    <p>
      <Link href="/traces">All traces</Link>
    </p>
  </Empty>
)
