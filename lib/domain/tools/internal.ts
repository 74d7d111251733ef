import { distinct, type Sighting, timeSeen } from '#lib/platform/config/seen.ts'
import type { ConfigRecord } from '#lib/shared/config/contracts.ts'
import { guessCategory } from './rules.ts'
import type { ToolItem } from './schemas.ts'

type Configured = Omit<ToolItem, 'effectiveCategory' | 'registered' | 'seen' | 'updatedAt' | 'updatedBy'> & ConfigRecord

/** The values of a tool that nobody has registered. */
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

/** A tool as lists show it. An archived entry no longer applies; the answer only says that there was one. */
export function toToolItem(slug: string, configured: Configured | null, seen: readonly Sighting<'tool'>[]): ToolItem {
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

function seenOf(seen: readonly Sighting<'tool'>[]): ToolItem['seen'] {
  if (seen.length === 0) return null
  return { ...timeSeen(seen), agents: distinct(seen.map(({ agent }) => agent)) }
}
