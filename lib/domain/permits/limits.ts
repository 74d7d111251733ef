import { type ConfiguredBreaker, readBreakers } from '#lib/domain/breakers/index.ts'
import { readBudgets } from '#lib/domain/budgets/index.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { once } from '#lib/platform/registry.ts'
import type { Limits } from './ask.ts'

interface Kept extends Limits {
  version: string
  breakers: readonly ConfiguredBreaker[]
}

const kept = () => once('permits.limits', () => new WeakMap<Database, Map<string, Kept>>())

/**
 * What the project has set, as it stands now: the rows are read again whenever one of them has changed, so that no
 * process goes on with old limits.
 */
export async function limitsOf(sql: Sql, db: Database, projectId: string): Promise<Limits> {
  const [row] = await sql.query<{ version: string }>(
    `select concat_ws(' ', count(*), sum(revision), max(updated_at)) as version from config_object
     where project_id = $1 and kind in ('budget', 'breaker')`,
    [projectId],
  )
  const version = row?.version ?? ''
  const ofDatabase = kept().get(db) ?? new Map<string, Kept>()
  kept().set(db, ofDatabase)
  const known = ofDatabase.get(projectId)
  if (known?.version === version) return known
  const [budgets, breakers] = await Promise.all([readBudgets(db, projectId), readBreakers(db, projectId)])
  const read = { version, budgets, breakers }
  ofDatabase.set(projectId, read)
  return read
}
