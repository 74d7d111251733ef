'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import type { TraceItem } from '#lib/domain/traces/list-schemas.ts'
import { traceStatuses } from '#lib/domain/traces/statuses.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { shortCost } from '../parts/cost-text.ts'
import { traceState } from '../parts/trace-state.ts'
import { previewText } from '../payload/messages.ts'
import { Transcript } from '../transcript/transcript-view.tsx'
import styles from './sessions.module.css'

/** One trace of a conversation: its question and its answer, and on demand everything between. */
export function ConversationTurn({ trace }: { trace: TraceItem }) {
  const [open, setOpen] = useState(false)
  const { value, label } = traceState(trace)
  const name = trace.name ?? trace.traceId.slice(0, 12)
  return (
    <li className={styles.turn}>
      <header>
        <Status of={traceStatuses} value={value} iconOnly label={label} />
        <Link href={`/traces/${trace.traceId}`} prefetch={false}>
          <VisibleText text={name} />
        </Link>
        <span className="hp-muted">
          {trace.agent ? (
            <>
              <VisibleText text={trace.agent} />,{' '}
            </>
          ) : null}
          <When at={trace.startedAt} />, {formatDuration(trace.durationMs)}, {shortCost(trace)}
        </span>
        <button type="button" aria-expanded={open} onClick={() => setOpen(on => !on)}>
          {open ? 'Less' : 'All turns'}
        </button>
      </header>
      {open ? <Whole traceId={trace.traceId} /> : <Ends trace={trace} />}
    </li>
  )
}

function Ends({ trace: { inputPreview, outputPreview } }: { trace: TraceItem }) {
  return (
    <>
      {inputPreview ? (
        <p className={styles.asked}>
          <VisibleText text={previewText(inputPreview)} />
        </p>
      ) : null}
      {outputPreview ? (
        <p className={styles.answered}>
          <VisibleText text={previewText(outputPreview)} />
        </p>
      ) : null}
      {inputPreview || outputPreview ? null : <p className="hp-muted">It sent no text.</p>}
    </>
  )
}

function Whole({ traceId }: { traceId: string }) {
  const router = useRouter()
  const { data, error, refetch } = useContract(getTraceContract, { params: { traceId } })
  if (error) return <Failure what="This trace could not be read." error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton rows={4} />
  return <Transcript trace={data} onSelect={spanId => router.push(`/traces/${traceId}?span=${spanId}`)} />
}
