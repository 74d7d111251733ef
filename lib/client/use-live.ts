'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Paced, pace } from './pace.ts'

/** Topics of the event stream; each is also the first part of the contract ids it makes stale (`approvals.list`). */
const topics = ['approvals', 'traces', 'access'] as const

/** Answers of another domain that a topic makes stale too. Rollups change with every batch of spans. */
const alsoStale: Partial<Record<(typeof topics)[number], { domain: string; atMostEveryMs: number }>> = {
  traces: { domain: 'metrics', atMostEveryMs: 5_000 },
}

/** Queries of one trace: what happens to others leaves them as they are. A large trace is megabytes. */
const ofOneTrace = new Set(['traces.get', 'traces.span'])

/** Whether an answer may have changed with these objects; null: nobody knows which. */
export function concerns(queryKey: readonly unknown[], ids: ReadonlySet<string> | null): boolean {
  const [contract, input] = queryKey as [string, { params?: { traceId?: string } } | undefined]
  const traceId = ofOneTrace.has(contract) ? input?.params?.traceId : undefined
  return ids === null || traceId === undefined || ids.has(traceId)
}

/** Collects ids until they are taken; an event that names none means many. */
function idCollector() {
  let ids: Set<string> | null = new Set()
  return {
    add(more: readonly string[]) {
      if (more.length === 0) ids = null
      for (const id of more) ids?.add(id)
    },
    take() {
      const taken = ids
      ids = new Set()
      return taken
    },
  }
}

/** Traces of a busy project come many a second: a list read once a second is still live. A person's decision is not made to wait. */
const atMostEveryMs: Record<(typeof topics)[number], number> = { approvals: 0, traces: 1_000, access: 0 }

export type LiveState = 'connecting' | 'live' | 'reconnecting'

/** Waits before the n-th new try in milliseconds: 0.5 s doubling to 10 s, spread so that pages do not return together. */
function backoffMs(attempt: number, random = Math.random()): number {
  return Math.min(10_000, 500 * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2)
}

/**
 * Follows the project's changes over one EventSource and marks the queries they touch as stale. A reconnect marks
 * everything stale: what happened in between is unknown.
 */
export function useLive(): LiveState {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => {
    const invalidate = (domain: string, ids: ReadonlySet<string> | null) =>
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith(`${domain}.`) && concerns(queryKey, ids),
      })
    const collected = new Map(topics.map(topic => [topic as string, idCollector()]))
    const paced = topics.map(topic => {
      const also = alsoStale[topic]
      const parts = [pace(() => invalidate(topic, collected.get(topic)?.take() ?? null), atMostEveryMs[topic])]
      if (also) parts.push(pace(() => invalidate(also.domain, null), also.atMostEveryMs))
      return [topic, parts] as const
    })
    const byTopic = new Map<string, readonly Paced[]>(paced)
    const unfollow = follow({
      onState: setState,
      onChange: (topic, ids) => {
        collected.get(topic)?.add(ids)
        for (const part of byTopic.get(topic) ?? []) part.run()
      },
      onGap: () => void queryClient.invalidateQueries(),
    })
    return () => {
      unfollow()
      for (const parts of byTopic.values()) for (const part of parts) part.cancel()
    }
  }, [queryClient])
  return state
}

interface Follower {
  onState: (state: LiveState) => void
  /** `ids` are the objects that changed; none: many. */
  onChange: (topic: string, ids: readonly string[]) => void
  onGap: () => void
}

function idsOf(event: MessageEvent<string>): readonly string[] {
  try {
    const { ids } = JSON.parse(event.data)
    return Array.isArray(ids) ? ids : []
  } catch {
    return []
  }
}

/** Keeps one stream open until the returned function is called. */
function follow({ onState, onChange, onGap }: Follower): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let wasOpen = false
  const open = () => {
    source = new EventSource('/api/v1/stream')
    source.onopen = () => {
      attempt = 0
      onState('live')
      if (wasOpen) onGap()
      wasOpen = true
    }
    source.onerror = () => {
      // The browser retries a cut connection but gives up after an HTTP error; one way of retrying is enough.
      source?.close()
      onState(wasOpen ? 'reconnecting' : 'connecting')
      timer = setTimeout(open, backoffMs(attempt++))
    }
    for (const topic of topics) source.addEventListener(topic, event => onChange(topic, idsOf(event)))
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
