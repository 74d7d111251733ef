'use client'

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'
import { type CallInput, call } from './api.ts'

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
  return useQuery<Answer<C>>({
    queryKey: queryKey(contract, input),
    queryFn: ({ signal }) => call(contract, { ...input, signal }),
    enabled,
    refetchInterval,
    placeholderData: keepPrevious ? (keepPreviousData as never) : undefined,
  })
}
