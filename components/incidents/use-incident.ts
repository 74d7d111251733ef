'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type CallInput, call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { getIncidentContract, incidentTimelineContract } from '#lib/domain/incidents/contract.ts'
import type { Answer, AnyContract } from '#lib/shared/contract.ts'

/** What others do in its scope causes no event of the incident, so an open incident is read again from time to time. */
const againMs = 15_000

export const useIncident = (id: string) => useContract(getIncidentContract, { params: { id } })

export const useIncidentTimeline = (id: string, resolved: boolean) =>
  useContract(incidentTimelineContract, { params: { id } }, resolved ? {} : { refetchInterval: againMs })

/** A change of an incident. Afterwards everything about incidents is read again, whether it worked or not. */
export function useIncidentWrite<C extends AnyContract>(contract: C, onDone?: (answer: Answer<C>) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: CallInput<C>) => call(contract, input),
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => /^(incidents|runbooks)\./.test(String(queryKey[0])) }),
    onSuccess: answer => onDone?.(answer),
  })
}
