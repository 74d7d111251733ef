import type { SeenRelease } from './schemas.ts'

export interface ReleaseMarker {
  at: number
  label: string
}

/** The first release ever seen of an agent is where its data begins, and marks no change. */
export function markersOf(releases: readonly SeenRelease[], ofOneAgent: boolean): ReleaseMarker[] {
  return releases
    .filter(({ initial }) => !initial)
    .map(({ agent, release, firstAt }) => ({
      at: Date.parse(firstAt),
      label: ofOneAgent || agent === null ? release : `${agent} ${release}`,
    }))
    .sort((a, b) => a.at - b.at)
}
