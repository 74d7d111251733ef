'use client'

import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import type { ComponentProps } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { useHotkeys } from '#lib/client/use-hotkeys.ts'
import { getSpanContract, getTraceContract } from '#lib/domain/traces/contract.ts'
import type { TraceDetail } from '#lib/domain/traces/schemas.ts'
import { traceView } from './search-params.ts'
import { SpanDetail } from './span-detail.tsx'
import { SpanTree } from './span-tree.tsx'
import { TraceHead } from './trace-head.tsx'
import styles from './trace-page.module.css'

/** One trace: tree and waterfall left, the chosen span right. Late spans come by themselves. */
export function TracePage({ traceId }: { traceId: string }) {
  const { data, error, isPending, refetch } = useContract(getTraceContract, { params: { traceId } })
  const title = (
    <>
      <Link href="/traces">Traces</Link> / <VisibleText text={data?.name ?? traceId.slice(0, 12)} />
    </>
  )
  return (
    <PageFrame title={title}>
      {error ? (
        <div className={styles.failure}>
          <Failure what="This trace could not be read." error={error} retry={() => void refetch()} />
        </div>
      ) : null}
      {isPending ? <Skeleton rows={14} /> : null}
      {data ? <LoadedTrace trace={data} /> : null}
    </PageFrame>
  )
}

function LoadedTrace({ trace }: { trace: TraceDetail }) {
  const [view, setView] = useQueryStates(traceView, { history: 'replace' })
  const span = trace.spans.find(each => each.spanId === view.span) ?? null
  useHotkeys({ escape: () => void setView({ span: null }) })
  return (
    <div className={styles.page}>
      <TraceHead trace={trace} />
      <div className={styles.split} data-open={span !== null}>
        <SpanTree
          spans={trace.spans}
          selected={view.span}
          find={view.find}
          onFind={find => void setView({ find: find || null })}
          onSelect={spanId => void setView({ span: spanId })}
        />
        {span ? (
          <ChosenSpan
            key={span.spanId}
            traceId={trace.traceId}
            span={span}
            partial={trace.payloadsOmitted}
            scores={trace.scores.filter(score => score.spanId === span.spanId)}
            tab={view.tab}
            onTab={tab => void setView({ tab })}
            onClose={() => void setView({ span: null })}
          />
        ) : null}
      </div>
    </div>
  )
}

/** The payloads of a large trace do not travel with it: the chosen span's is asked for. */
function ChosenSpan({
  traceId,
  partial,
  ...props
}: ComponentProps<typeof SpanDetail> & { traceId: string; partial: boolean }) {
  const params = { traceId, spanId: props.span.spanId }
  const { data, error, refetch } = useContract(getSpanContract, { params }, { enabled: partial })
  if (error) return <Failure what="This span could not be read." error={error} retry={() => void refetch()} />
  return <SpanDetail {...props} span={data ?? props.span} />
}
