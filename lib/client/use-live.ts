'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Stale, Topic, TopicRule } from '#lib/shared/topics.ts'
import { pace } from './pace.ts'
import { noteNews } from './prefetched.ts'
import { tabProject } from './tab-project.ts'

type Topics = Readonly<Record<Topic, TopicRule>>

/** Whether an answer may have changed with these objects; null: nobody knows which. */
export function concerns(queryKey: readonly unknown[], { queries, ofOne }: Stale, ids: ReadonlySet<string> | null) {
  const [contract, input] = queryKey as [string, { params?: Record<string, string> } | undefined]
  if (!contract.startsWith(`${queries}.`)) return false
  const parameter = ofOne && Object.hasOwn(ofOne, contract) ? ofOne[contract] : undefined
  const id = parameter && input?.params?.[parameter]
  return ids === null || !id || ids.has(id)
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

export type LiveState = 'connecting' | 'live' | 'reconnecting'

/** Waits before the n-th new try in milliseconds: 0.5 s doubling to 10 s, spread so that pages do not return together. */
function backoffMs(attempt: number, random = Math.random()): number {
  return Math.min(10_000, 500 * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2)
}

/**
 * Follows the project's changes over one EventSource and marks the queries they touch as stale. It begins at the place
 * at which the page was rendered, so that nothing is missed between the first read and the connection. A reconnect
 * marks everything stale: what happened in between is unknown. `topics` and `place` must stay the same at every render.
 */
export function useLive(topics: Topics, place: string): LiveState {
  const queryClient = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  useEffect(() => {
    const staleness = markStale(queryClient, topics)
    const unfollow = follow(Object.keys(topics), place, {
      onState: setState,
      onChange(topic, ids) {
        noteNews()
        staleness.add(topic, ids)
      },
      onGap() {
        noteNews()
        void queryClient.invalidateQueries()
      },
    })
    return () => {
      unfollow()
      staleness.cancel()
    }
  }, [queryClient, topics, place])
  return state
}

/** Marks answers as stale. One that is being read for the first time may be of the moment before: it is asked for anew. */
export async function readAgain(
  queryClient: QueryClient,
  isStale: (queryKey: readonly unknown[]) => boolean,
): Promise<void> {
  await queryClient.cancelQueries({ predicate: ({ queryKey, state }) => state.data === undefined && isStale(queryKey) })
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => isStale(queryKey) })
}

/** For each topic the queries that become stale, at the pace of the topic. */
function markStale(queryClient: QueryClient, topics: Topics) {
  const parts = Object.entries(topics).flatMap(([topic, { stale }]) =>
    stale.map(rule => {
      const ids = idCollector()
      const invalidate = () => {
        const changed = ids.take()
        void readAgain(queryClient, queryKey => concerns(queryKey, rule, changed))
      }
      return { topic, ids, paced: pace(invalidate, rule.atMostEveryMs) }
    }),
  )
  return {
    add(topic: string, ids: readonly string[]) {
      for (const part of parts.filter(part => part.topic === topic)) {
        part.ids.add(ids)
        part.paced.run()
      }
    },
    cancel() {
      for (const { paced } of parts) paced.cancel()
    },
  }
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

/** An EventSource can send no header. */
function streamPath(place: string | null): string {
  const query = new URLSearchParams()
  const project = tabProject()
  if (project !== null) query.set('project', project)
  if (place !== null) query.set('after', place)
  return query.size === 0 ? '/api/v1/stream' : `/api/v1/stream?${query}`
}

/** Keeps one stream open until the returned function is called. */
function follow(topics: readonly string[], place: string, { onState, onChange, onGap }: Follower): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let wasOpen = false
  const open = () => {
    source = new EventSource(streamPath(wasOpen ? null : place))
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
    // More was missed than the server tells again.
    source.addEventListener('gap', onGap)
    for (const topic of topics) source.addEventListener(topic, event => onChange(topic, idsOf(event)))
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
