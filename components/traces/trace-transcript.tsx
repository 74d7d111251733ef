'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getTraceContract } from '#lib/domain/traces/contract.ts'
import { Transcript } from './transcript/transcript-view.tsx'

/**
 * What was said in one trace, for a screen on which people judge it: without its release and its scores, which they must
 * not know. Every turn leads to its span.
 */
export function TraceTranscript({ traceId }: { traceId: string }) {
  const router = useRouter()
  const { data, error, refetch } = useContract(getTraceContract, { params: { traceId } })
  if (error) {
    return (
      <Failure
        what="This trace could not be read."
        error={error}
        retry={() => void refetch()}
        missing={<Empty title="This trace is gone">It is no longer stored: skip it.</Empty>}
      />
    )
  }
  if (!data) return <Skeleton rows={8} />
  return (
    <>
      <p>
        <Link href={`/traces/${traceId}`} prefetch={false}>
          <VisibleText text={data.name ?? traceId.slice(0, 12)} />
        </Link>{' '}
        <span className="hp-muted">
          {data.agent ? (
            <>
              <VisibleText text={data.agent} />,{' '}
            </>
          ) : null}
          <When at={data.startedAt} />
        </span>
      </p>
      <Transcript trace={data} onSelect={spanId => router.push(`/traces/${traceId}?span=${spanId}`)} />
    </>
  )
}
