import { distinct, type Sighting, timeSeen } from '#lib/platform/config/seen.ts'
import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import type { AgentDetail, AgentItem } from './schemas.ts'

type Configured = Omit<AgentItem, 'registered' | 'seen' | 'updatedAt' | 'updatedBy'> & ConfigRecord

/** What is true of an agent that nobody has registered. */
const unregistered = {
  description: null,
  owner: null,
  framework: null,
  environments: [],
  runbook: null,
  qualityScore: null,
  anchor: null,
  fallback: null,
  enabled: true,
  revision: 0,
  updatedAt: null,
  updatedBy: null,
  archivedAt: null,
}

/** An agent as it is listed. What an archived entry says holds no longer; that there was one is told. */
export function toAgentItem(
  slug: string,
  configured: Configured | null,
  seen: readonly Sighting<'agent'>[],
): AgentItem {
  const { createdAt: _, ...set } = configured ?? { ...unregistered, createdAt: null }
  const archived = set.archivedAt !== null
  const { revision, updatedAt, updatedBy, archivedAt } = set
  const fields = archived ? { ...unregistered, revision, updatedAt, updatedBy, archivedAt } : set
  return { ...fields, slug, registered: configured !== null && !archived, seen: seenOf(seen) }
}

function seenOf(seen: readonly Sighting<'agent'>[]): AgentItem['seen'] {
  if (seen.length === 0) return null
  return {
    ...timeSeen(seen),
    frameworks: distinct(seen.map(({ framework }) => framework)),
    environments: distinct(seen.map(({ environment }) => environment)),
    releases: distinct(seen.map(({ release }) => release)).length,
  }
}

/** Each release once per environment, the one that was seen last first: one process may report by several frameworks. */
export function releasesOf(seen: readonly Sighting<'agent'>[]): AgentDetail['releases'] {
  const places = Map.groupBy(seen, ({ release, environment }) => JSON.stringify([release, environment]))
  return [...places.values()]
    .map(same => ({
      release: same[0]?.release || null,
      environment: same[0]?.environment || null,
      frameworks: distinct(same.map(({ framework }) => framework)),
      ...timeSeen(same),
    }))
    .sort((a, b) => compare(b.lastAt, a.lastAt) || compare(b.release ?? '', a.release ?? ''))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
