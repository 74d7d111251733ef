import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { guessCategory } from './rules.ts'
import type { ToolItem } from './schemas.ts'
import type { Sighting } from './seen.ts'

type Configured = Omit<ToolItem, 'effectiveCategory' | 'registered' | 'seen' | 'updatedAt' | 'updatedBy'> & ConfigRecord

/** What is true of a tool that nobody has registered. */
const unregistered = {
  description: null,
  owner: null,
  category: null,
  risk: null,
  knownInProduction: false,
  labels: [],
  schema: null,
  revision: 0,
  updatedAt: null,
  updatedBy: null,
  archivedAt: null,
}

/** A tool as it is listed. What an archived entry says holds no longer; that there was one is told. */
export function toToolItem(slug: string, configured: Configured | null, seen: readonly Sighting[]): ToolItem {
  const { createdAt: _, ...set } = configured ?? { ...unregistered, createdAt: null }
  const archived = set.archivedAt !== null
  const { revision, updatedAt, updatedBy, archivedAt } = set
  const fields = archived ? { ...unregistered, revision, updatedAt, updatedBy, archivedAt } : set
  const kinds = seen.map(({ kind }) => kind)
  return {
    ...fields,
    slug,
    effectiveCategory: fields.category ?? guessCategory(slug, kinds),
    registered: configured !== null && !archived,
    seen: seenOf(seen),
  }
}

function seenOf(seen: readonly Sighting[]): ToolItem['seen'] {
  if (seen.length === 0) return null
  const first = Math.min(...seen.map(({ firstAt }) => firstAt.getTime()))
  const last = Math.max(...seen.map(({ lastAt }) => lastAt.getTime()))
  const agents = [...new Set(seen.map(({ agent }) => agent).filter(agent => agent !== ''))].sort()
  return { firstAt: toRfc3339(new Date(first)), lastAt: toRfc3339(new Date(last)), agents }
}
