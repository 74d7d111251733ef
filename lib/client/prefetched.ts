'use client'

import { hashKey } from '@tanstack/react-query'
import { createContext, createElement, type ReactNode, useContext, useMemo } from 'react'

/** What the server read before it rendered a page: the key under which the browser keeps it, and the answer. */
export interface PrefetchedAnswer {
  queryKey: readonly unknown[]
  data: unknown
}

const Answers = createContext<ReadonlyMap<string, unknown> | null>(null)

interface Props {
  answers: readonly PrefetchedAnswer[]
  children?: ReactNode
}

/**
 * Gives a page the answers that its HTML was rendered with. They travel beside the HTML and not through the cache, so
 * that every part of the page hydrates with just these, however late it does.
 */
export function PrefetchedAnswers({ answers, children }: Props) {
  const byKey = useMemo(() => new Map(answers.map(({ queryKey, data }) => [hashKey(queryKey), data])), [answers])
  return createElement(Answers, { value: byKey }, children)
}

/** Whether the stream told of a change since this page load began. */
let newsCame = false

/** What the server read may be of the moment before: whatever takes it from now on reads again at once. */
export function noteNews(): void {
  newsCame = true
}

/** For a query: the answer that the server read, and how old it is at most; nothing where it read none. */
export function usePrefetched<T>(queryKey: readonly unknown[]) {
  const answers = useContext(Answers)
  const data = answers && answers.size > 0 ? (answers.get(hashKey(queryKey)) as T | undefined) : undefined
  if (data === undefined) return undefined
  return {
    initialData: data,
    // By the browser's own clock: that of the server may differ.
    initialDataUpdatedAt: () => (newsCame || typeof window === 'undefined' ? 0 : performance.timeOrigin),
  }
}
