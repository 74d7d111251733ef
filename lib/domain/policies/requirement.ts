import { approverRoles, type Requirement } from '#lib/shared/approval-requirement.ts'
import type { Policy } from './schemas.ts'

const least = (values: readonly (number | null)[]) => {
  const set = values.filter(value => value !== null)
  return set.length === 0 ? null : Math.min(...set)
}

/** What all the policies together ask for: of each point the strictest. Null where none holds the call. */
export function requirementOf(policies: readonly Policy[]): Requirement | null {
  if (policies.length === 0) return null
  const counts = new Map<string, number>()
  for (const { group, count } of policies.flatMap(({ groups }) => groups))
    counts.set(group, Math.max(counts.get(group) ?? 0, count))
  const roles = policies.flatMap(({ role }) => role ?? [])
  const messages = policies.flatMap(({ message }) => message ?? [])
  return {
    policies: policies.map(({ slug, revision }) => `${slug}@${revision}`),
    quorum: Math.max(...policies.map(({ quorum }) => quorum)),
    groups: [...counts].map(([group, count]) => ({ group, count })),
    role: approverRoles.findLast(role => roles.includes(role)) ?? null,
    noSelfApproval: policies.some(({ noSelfApproval }) => noSelfApproval),
    onExpiry: policies.some(({ onExpiry }) => onExpiry === 'reject') ? 'reject' : 'expire',
    expiresInSeconds: least(policies.map(({ expiresInSeconds }) => expiresInSeconds)),
    escalateAfterSeconds: least(policies.map(({ escalateAfterSeconds }) => escalateAfterSeconds)),
    escalateTo: [...new Set(policies.flatMap(({ escalateTo }) => escalateTo))],
    message: messages.length === 0 ? null : messages.join(' '),
  }
}

interface Voter {
  id: string
  label: string
  groups: readonly string[]
}

export interface Progress {
  /** Places that are taken, of those that there are. */
  filled: number
  needed: number
  /** What is still missing, in words. */
  missing: string[]
}

/**
 * How far the votes fill what is required. Each person takes one place: who stands in two groups counts for one of them.
 * The most places that can be filled are (bipartite matching), so that the order of the votes does not matter.
 */
export function progressOf({ quorum, groups }: Requirement, voters: readonly Voter[]): Progress {
  const named = groups.flatMap(({ group, count }) => Array.from({ length: count }, () => group as string | null))
  const places = [...named, ...Array.from({ length: Math.max(0, quorum - named.length) }, () => null)]
  const takenBy = new Map<number, number>()
  const place = (voter: number, seen: Set<number>): boolean =>
    places.some((group, at) => {
      if (seen.has(at) || (group !== null && !voters[voter]?.groups.includes(group))) return false
      seen.add(at)
      const holder = takenBy.get(at)
      if (holder !== undefined && !place(holder, seen)) return false
      takenBy.set(at, voter)
      return true
    })
  voters.forEach((_, at) => void place(at, new Set()))
  const open = places.filter((_, at) => !takenBy.has(at))
  const missing = [...new Set(open)].map(group => {
    const count = open.filter(each => each === group).length
    return group === null ? `${count} more` : `${count} of the group ${group}`
  })
  return { filled: places.length - open.length, needed: places.length, missing }
}
