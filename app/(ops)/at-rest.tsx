'use client'

import { AtRest } from '#components/kit/at-rest.tsx'
import { chunkOf } from '#lib/client/preloaded.ts'

// What stands beside every page and needs the endpoints of other domains: not part of the first load of any of them.
const bar = chunkOf(() => import('#components/agents/project-off-bar.tsx').then(module => module.ProjectOffBar))
const incidents = chunkOf(() =>
  import('#components/incidents/incidents-count.tsx').then(module => module.IncidentsCount),
)
const breakers = chunkOf(() => import('#components/permits/breakers-count.tsx').then(module => module.BreakersCount))

export const ProjectOffBar = () => <AtRest chunk={bar} props={{}} />
export const IncidentsCount = () => <AtRest chunk={incidents} props={{}} />
export const BreakersCount = () => <AtRest chunk={breakers} props={{}} />
