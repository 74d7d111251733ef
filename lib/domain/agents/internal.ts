import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { AgentDetail, AgentItem } from './schemas.ts'
import type { Sighting } from './seen.ts'

type Configured = Omit<AgentItem, 'registered' | 'seen' | 'updatedAt' | 'updatedBy'> & ConfigRecord

/** What is true of an agent that nobody has registered. */
const unregistered = {
  description: null,
  owner: null,
  framework: null,
  environments: [],
  runbook: null,
  qualityScore: null,
  fallback: null,
  enabled: true,
  revision: 0,
  updatedAt: null,
  updatedBy: null,
  archivedAt: null,
}

/** An agent as it is listed. What an archived entry says holds no longer; that there was one is told. */
export function toAgentItem(slug: string, configured: Configured | null, seen: readonly Sighting[]): AgentItem {
  const { createdAt: _, ...set } = configured ?? { ...unregistered, createdAt: null }
  const archived = set.archivedAt !== null
  const { revision, updatedAt, updatedBy, archivedAt } = set
  const fields = archived ? { ...unregistered, revision, updatedAt, updatedBy, archivedAt } : set
  return { ...fields, slug, registered: configured !== null && !archived, seen: seenOf(seen) }
}

function seenOf(seen: readonly Sighting[]): AgentItem['seen'] {
  if (seen.length === 0) return null
  return {
    ...spanOf(seen),
    frameworks: distinct(seen.map(({ framework }) => framework)),
    environments: distinct(seen.map(({ environment }) => environment)),
    releases: distinct(seen.map(({ release }) => release)).length,
  }
}

/** By the release that was seen last. */
export const releasesOf = (seen: readonly Sighting[]): AgentDetail['releases'] =>
  seen
    .toSorted((a, b) => b.lastAt.getTime() - a.lastAt.getTime() || (a.release < b.release ? 1 : -1))
    .map(one => ({
      release: one.release || null,
      framework: one.framework || null,
      environment: one.environment || null,
      ...spanOf([one]),
    }))

function spanOf(seen: readonly Sighting[]) {
  const first = Math.min(...seen.map(({ firstAt }) => firstAt.getTime()))
  const last = Math.max(...seen.map(({ lastAt }) => lastAt.getTime()))
  return { firstAt: toRfc3339(new Date(first)), lastAt: toRfc3339(new Date(last)) }
}

const distinct = (names: readonly string[]) => [...new Set(names.filter(name => name !== ''))].sort()
