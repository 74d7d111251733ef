'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { type ReleaseScope, useReleaseMarkers } from '#lib/domain/releases/use-release-markers.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import { listRolloutMarkersContract } from './contract.ts'
import { markerText } from './rules.ts'

/**
 * Markers for the time axis of a chart: where releases first appeared, and where rollouts changed which release serves
 * whom.
 */
export function useChangeMarkers(scope: ReleaseScope) {
  const releases = useReleaseMarkers(scope)
  const { agent, environment, range } = scope
  const custom = range.kind === 'custom' ? boundsOf(range, 0) : {}
  const query = { agent: agent ?? undefined, environment: environment ?? undefined, ...custom }
  const { data } = useContract(listRolloutMarkersContract, { query }, { keepPrevious: true })
  const ofOne = Boolean(agent)
  return useMemo(() => {
    const rollouts = (data?.items ?? []).map(item => ({ at: Date.parse(item.at), label: markerText(item, ofOne) }))
    return [...releases, ...rollouts].sort((a, b) => a.at - b.at)
  }, [releases, data, ofOne])
}
