import type { Database } from '#lib/platform/db/client.ts'
import { poolSql } from '#lib/platform/db/client.ts'

// SQL: deletes over all projects in batches, through a partial index.

/** For how many days the use of runs and rates is kept; that of periods is kept longer. */
const keptDays = { run: 14, rate: 14, period: 400 } as const
const batch = 5_000

/** Deletes the counts of runs, rates and periods that have not changed for long. Breakers and permits stay. */
export async function pruneStates(db: Database): Promise<void> {
  for (const [kind, days] of Object.entries(keptDays))
    for (;;) {
      const gone = await poolSql(db).query(
        `delete from control_state where ctid = any(array(
           select ctid from control_state where kind = $1 and kind in ('run', 'period', 'rate') and updated_at < now() - make_interval(days => $2::int)
           order by updated_at limit ${batch})) returning 1`,
        [kind, days],
      )
      if (gone.length < batch) break
    }
}
