'use client'

import { Failure } from '#components/kit/failure.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getSpanContract } from '#lib/domain/traces/contract.ts'
import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import type { SpanTab } from '../parts/search-params.ts'
import { SpanDetail } from './span-detail.tsx'

interface Props {
  trace: TraceDetail
  span: SpanItem
  tab: SpanTab
  onTab: (tab: SpanTab) => void
  onClose: () => void
}

/** What travels with no trace is asked for: the payloads of a large one, and the rates behind a computed cost. */
export function ChosenSpan({ trace, span, ...props }: Props) {
  const params = { traceId: trace.traceId, spanId: span.spanId }
  const enabled = trace.payloadsOmitted || span.costSource === 'computed'
  const { data, error, refetch } = useContract(getSpanContract, { params }, { enabled })
  if (error) return <Failure what="This span could not be read." error={error} retry={() => void refetch()} />
  return <SpanDetail {...props} trace={trace} span={data ?? span} rates={data?.rates ?? null} />
}
