'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { listAllocationsContract } from '#lib/domain/assignment/contract.ts'
import { everybody } from '#lib/domain/assignment/rules.ts'

/** An environment in which a release serves, and its share of the users there. */
export interface Served {
  environment: string
  as: 'baseline' | 'candidate'
  /** From 0 to 1. */
  share: number
  rolloutId: string | null
}

/** Where each release serves. Undefined while it is loading. */
export function useServing() {
  const { data, error, refetch } = useContract(listAllocationsContract, { query: {} })
  const served = useMemo(() => {
    const found = new Map<string, Served[]>()
    const add = (release: string, one: Served) => found.set(release, [...(found.get(release) ?? []), one])
    for (const { environment, baseline, candidate, weightBps, rolloutId } of data?.items ?? []) {
      const share = weightBps / everybody
      add(baseline, { environment, as: 'baseline', share: 1 - share, rolloutId })
      if (candidate !== null) add(candidate, { environment, as: 'candidate', share, rolloutId })
    }
    return found
  }, [data])
  return { served, allocations: data?.items, error, refetch }
}
