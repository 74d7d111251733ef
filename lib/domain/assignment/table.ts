import { type ShortCache, shortCache } from '#lib/platform/auth/short-cache.ts'
import type { Context } from '#lib/platform/context.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { once } from '#lib/platform/registry.ts'
import { readAllocations } from './read-allocation.ts'
import type { Allocation } from './rules.ts'

/** The longest time that an allocation is answered from memory if its event does not arrive. */
const maxAgeMs = 500

/** Allocations by environment and agent, in the order of their names. */
type AllocationTable = ReadonlyMap<string, ReadonlyMap<string, Allocation>>

const tables = () => once('assignment.tables', (): ShortCache<AllocationTable> => shortCache(maxAgeMs))
const followed = () => once('assignment.followed', () => new Set<string>())

/**
 * The allocations of a project, from memory. An event removes them at once, and otherwise they are read again after
 * `maxAgeMs`. So an answer is at most half a second old, even if the connection that listens for events is lost.
 */
export function allocationTable(ctx: Pick<Context, 'db' | 'projectId'>): Promise<AllocationTable> {
  follow(ctx)
  return tables().get(ctx.projectId, () => load(ctx))
}

async function load(ctx: Pick<Context, 'db' | 'projectId'>): Promise<AllocationTable> {
  const table = new Map<string, Map<string, Allocation>>()
  for (const row of await readAllocations(ctx.db, ctx)) {
    const ofEnvironment = table.get(row.environment) ?? new Map<string, Allocation>()
    table.set(row.environment, ofEnvironment.set(row.agent, row))
  }
  return table
}

function follow({ db, projectId }: Pick<Context, 'db' | 'projectId'>): void {
  const all = followed()
  if (all.has(projectId)) return
  all.add(projectId)
  // If it cannot listen, the table is still read again after `maxAgeMs`.
  subscribe(db, projectId, ['assignment'], () => tables().delete(projectId)).catch(() => all.delete(projectId))
}
