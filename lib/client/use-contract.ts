'use client'

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { queryKey } from '#lib/shared/query-keys.ts'
import { type CallInput, call } from './api.ts'
import { usePrefetched } from './prefetched.ts'
import { useHydrated } from './use-hydrated.ts'

/**
 * Parts of a page hydrate at different times: an answer that a sibling already holds must not meet the server's HTML,
 * which had none, or the one that it was rendered with.
 */
export const hydratingKey = (key: readonly unknown[], prefetched: object | undefined) =>
  [...key, prefetched ? 'prefetched' : 'hydrating'] as const

interface Options {
  enabled?: boolean
  /** Show the last answer while a changed filter loads, so that the page does not jump. */
  keepPrevious?: boolean
  refetchInterval?: number
}

/** Reads one GET endpoint; the event stream refreshes it. */
export function useContract<C extends AnyContract>(
  contract: C,
  input: Omit<CallInput<C>, 'signal'> = {},
  { enabled = true, keepPrevious = false, refetchInterval }: Options = {},
): UseQueryResult<Answer<C>> {
  const hydrated = useHydrated()
  const key = queryKey(contract, input)
  const prefetched = usePrefetched<Answer<C>>(key)
  return useQuery<Answer<C>>({
    queryKey: hydrated ? key : hydratingKey(key, prefetched),
    queryFn: ({ signal }) => call(contract, { ...input, signal }),
    enabled: enabled && hydrated,
    refetchInterval,
    ...prefetched,
    placeholderData: keepPrevious ? (keepPreviousData as never) : undefined,
  })
}
