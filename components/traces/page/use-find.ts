'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { listSpansContract } from '#lib/domain/traces/contract.ts'
import type { SpanItem, TraceDetail } from '#lib/domain/traces/schemas.ts'
import { plural } from '#lib/shared/numbers.ts'
import { spanTitle } from '../parts/span-title.ts'

const most = 200

interface Found {
  /** Null: there is no search, and everything matches. */
  matches: ((span: SpanItem) => boolean) | null
  /** How many, and what could not be looked through. */
  says: string | null
}

/** Spans that hold the words, failed, or both. Where payloads did not travel with the trace, the server looks in them. */
export function useFind(trace: TraceDetail, find: string, errorsOnly: boolean): Found {
  const words = find.trim().toLowerCase()
  const asked = trace.payloadsOmitted && words !== ''
  const far = useContract(
    listSpansContract,
    { query: { traceId: trace.traceId, text: find.trim().slice(0, 200), limit: most } },
    { enabled: asked, keepPrevious: true },
  )
  return useMemo(() => {
    if (words === '' && !errorsOnly) return { matches: null, says: null }
    const there = new Set(asked ? far.data?.items.map(item => item.spanId) : [])
    const matches = (span: SpanItem) =>
      (!errorsOnly || span.status === 'error') && (words === '' || there.has(span.spanId) || holds(span, words))
    const count = trace.spans.filter(span => !span.noise && matches(span)).length
    const atLeast = asked && far.data?.nextCursor ? ' at least' : ''
    const looking = asked && far.isPending ? ', searching the payloads …' : ''
    return { matches, says: words === '' ? null : `${plural(count, 'span')}${atLeast}${looking}` }
  }, [trace.spans, words, errorsOnly, asked, far.data, far.isPending])
}

const holds = (span: SpanItem, words: string) =>
  [span.name, spanTitle(span), span.model, span.statusMessage, span.input, span.output].some(text =>
    text?.toLowerCase().includes(words),
  )
