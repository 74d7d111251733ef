'use client'

import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { traceStatuses } from '#lib/domain/traces/statuses.ts'

/** Whether traces arrive: the newest one, by itself as soon as it is stored. */
export function LatestTrace() {
  const { data } = useContract(listTracesContract, { query: { limit: 1 } })
  const trace = data?.items[0]
  if (!data) return null
  if (!trace)
    return <Status of={traceStatuses} value="running" label="No trace has arrived yet; the first one appears here." />
  return (
    <span>
      <Status of={traceStatuses} value="ok" label="Traces arrive" />. The latest:{' '}
      <Link href={`/traces/${trace.traceId}`}>
        <VisibleText text={trace.name ?? trace.traceId.slice(0, 12)} />
      </Link>
      , <When at={trace.startedAt} />
    </span>
  )
}
