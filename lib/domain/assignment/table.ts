import { type ShortCache, shortCache } from '#lib/platform/auth/short-cache.ts'
import type { Context } from '#lib/platform/context.ts'
import { subscribe } from '#lib/platform/events/subscribe.ts'
import { once } from '#lib/platform/registry.ts'
import { readAllocations } from './read-allocation.ts'
import type { Allocation } from './rules.ts'

/** Longest time that an allocation is still answered from memory where its event did not arrive. */
const maxAgeMs = 500

/** Allocations of an environment by agent, in the order of their names. */
type AllocationTable = ReadonlyMap<string, ReadonlyMap<string, Allocation>>

const tables = () => once('assignment.tables', (): ShortCache<AllocationTable> => shortCache(maxAgeMs))
const followed = () => once('assignment.followed', () => new Set<string>())

/**
 * What holds now in a project, from memory: an event forgets it at once, and its age in any case. An answer is so at most
 * half a second behind, also where the connection that listens is lost.
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
  // Where it cannot listen, the age of the table is what keeps it right.
  subscribe(db, projectId, ['assignment'], () => tables().delete(projectId)).catch(() => all.delete(projectId))
}
