'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { type ReactNode, useCallback, useState } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import type { TraceDetail } from '#lib/domain/traces/schemas.ts'
import { ChosenSpan } from './detail/chosen-span.tsx'
import { firstFailure } from './page/first-failure.ts'
import { TraceHead } from './page/trace-head.tsx'
import styles from './page/trace-page.module.css'
import { TraceTools } from './page/trace-tools.tsx'
import { useFind } from './page/use-find.ts'
import { traceView } from './parts/search-params.ts'
import { Transcript } from './transcript/transcript-view.tsx'
import { SpanTree } from './tree/span-tree.tsx'

/** Its libraries weigh more than the rest of the page. */
const GraphView = dynamic(() => import('./graph/graph-view.tsx').then(module => module.GraphView), {
  ssr: false,
  loading: () => <Skeleton rows={8} />,
})

/** One trace: tree and waterfall left, the chosen span right. Late spans come by themselves. */
export function TracePage({ traceId, denied, actions }: { traceId: string; denied: ReactNode; actions?: ReactNode }) {
  const { data, error, isPending, refetch } = useContract(getTraceContract, { params: { traceId } })
  const title = (
    <>
      <Link href="/traces">Traces</Link> <span className="hp-muted">/</span>{' '}
      <VisibleText text={data?.name ?? traceId.slice(0, 12)} />
    </>
  )
  return (
    <PageFrame title={title}>
      {error ? (
        <div className={styles.failure}>
          <Failure
            what="This trace could not be read."
            error={error}
            retry={() => void refetch()}
            missing={<NoSuchTrace />}
          />
        </div>
      ) : null}
      {isPending ? <Skeleton rows={14} /> : null}
      {data ? <LoadedTrace key={data.traceId} trace={data} denied={denied} actions={actions} /> : null}
    </PageFrame>
  )
}

function NoSuchTrace() {
  return (
    <Empty title="No such trace">
      <p>
        No trace with this id is stored. The link may be incomplete, or the trace is older than the time that traces are
        kept. If its agent has just started, the trace appears here with its first span.
      </p>
      <p>
        <Link href="/traces">All traces</Link>
      </p>
    </Empty>
  )
}

function LoadedTrace({ trace, denied, actions }: { trace: TraceDetail; denied: ReactNode; actions: ReactNode }) {
  const [view, setView] = useQueryStates(traceView, { history: 'replace' })
  // Errors first: where the address names no span, what explains the failure is open, until somebody closes it.
  const [unasked, setUnasked] = useState(() => firstFailure(trace.spans))
  const selected = view.span ?? unasked
  const span = trace.spans.find(each => each.spanId === selected) ?? null
  const { matches, says } = useFind(trace, view.find, view.errors)
  const failed = trace.spans.filter(each => each.status === 'error' && !each.noise)
  const choose = useCallback(
    (spanId: string | null) => {
      setUnasked(null)
      void setView({ span: spanId })
    },
    [setView],
  )
  useHotkeys({
    escape: () => choose(null),
    '/': () => document.getElementById('span-search')?.focus(),
  })
  return (
    <div className={styles.page}>
      <div>
        <TraceHead trace={trace} actions={actions} onFailed={() => choose(firstFailure(trace.spans))} />
        {denied}
      </div>
      <div className={styles.split} data-open={span !== null} data-unasked={view.span === null}>
        <div className={styles.pane}>
          <TraceTools
            view={view.view}
            onView={form => void setView({ view: form })}
            find={view.find}
            onFind={find => void setView({ find: find || null })}
            found={says}
            errors={{ count: failed.length, only: view.errors }}
            onErrors={errors => void setView({ errors })}
          />
          {view.view === 'tree' ? (
            <SpanTree spans={trace.spans} selected={selected} matches={matches} onSelect={choose} />
          ) : null}
          {view.view === 'transcript' ? <Transcript trace={trace} onSelect={choose} /> : null}
          {view.view === 'graph' ? <GraphView trace={trace} selected={selected} onSelect={choose} /> : null}
        </div>
        {span ? (
          <ChosenSpan
            key={span.spanId}
            trace={trace}
            span={span}
            tab={view.tab}
            onTab={tab => void setView({ tab })}
            onClose={() => choose(null)}
          />
        ) : null}
      </div>
    </div>
  )
}
