'use client'

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { type CallInput, call } from './api.ts'
import { useHydrated } from './use-hydrated.ts'

/** Contract id first, so that an event of topic `approvals` finds every query of `approvals.*`. */
export const queryKey = <C extends AnyContract>(contract: C, input: Omit<CallInput<C>, 'signal'> = {}) =>
  [contract.id, input] as const

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
  return useQuery<Answer<C>>({
    // Parts of a page hydrate at different times: an answer that a sibling already holds must not meet the server's
    // HTML, which had none.
    queryKey: hydrated ? key : [...key, 'hydrating'],
    queryFn: ({ signal }) => call(contract, { ...input, signal }),
    enabled: enabled && hydrated,
    refetchInterval,
    placeholderData: keepPrevious ? (keepPreviousData as never) : undefined,
  })
}
