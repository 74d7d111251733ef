import type { Database } from '#lib/platform/db/client.ts'
import { once } from '#lib/platform/registry.ts'

interface Kept<T> {
  version: string
  value: T
}

/**
 * Keeps what was made of a project's configuration until its version is another one. The version is read each time, so
 * that no process goes on with what was changed in another.
 */
export function keptByVersion<T>(name: string) {
  const all = () => once(name, () => new WeakMap<Database, Map<string, Kept<T>>>())
  return async (db: Database, projectId: string, version: string, make: () => Promise<T>): Promise<T> => {
    const ofDatabase = all().get(db) ?? new Map<string, Kept<T>>()
    all().set(db, ofDatabase)
    const known = ofDatabase.get(projectId)
    if (known?.version === version) return known.value
    const value = await make()
    ofDatabase.set(projectId, { version, value })
    return value
  }
}
