'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getRunContract } from '#lib/domain/traces/contract.ts'
import type { TraceRun } from '#lib/domain/traces/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { runHref } from './parts/run-href.ts'
import { totalTokens } from './parts/tokens.ts'
import { Conversation } from './sessions/conversation.tsx'
import { leftOutText } from './sessions/left-out.ts'
import styles from './sessions/sessions.module.css'

/** One run over several traces: its one total, and what was said in all of them. */
export function RunPage({ runId, refused }: { runId: string; refused: ReactNode }) {
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
            {refused}
            <Conversation query={{ run: runId }} />
          </>
        ) : null}
      </div>
    </PageFrame>
  )
}

function Head({ run }: { run: TraceRun }) {
  const { traceCount, messageTraces } = run
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
        <Figure
          label="Traces"
          value={formatCount(traceCount)}
          note={messageTraces > 0 ? `${formatCount(messageTraces)} of framework messages only` : undefined}
          href={runHref(run.runId)}
        />
        <Figure label="Length" value={formatDuration(run.durationMs)} />
        <Figure
          label="Steps"
          value={formatCount(run.llmCalls + run.toolCalls)}
          note={`${plural(run.llmCalls, 'model call')}, ${plural(run.toolCalls, 'tool call')}`}
        />
        <Figure
          label="Tokens"
          value={formatCount(totalTokens(run))}
          note={`${formatCount(run.inputTokens)} in, ${formatCount(run.outputTokens)} out`}
        />
        <Figure label="Cost" value={formatUsd(run.cost)} note={leftOutText(run)} />
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
