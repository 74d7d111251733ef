'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { type ReleaseScope, useReleaseMarkers } from '#lib/domain/releases/use-release-markers.ts'
import { boundsOf } from '#lib/shared/time-range.ts'
import { listRolloutMarkersContract } from './contract.ts'
import { markerText } from './rules.ts'

/** For the time axis of a chart: where releases appeared first, and where rollouts changed who is served by what. */
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
