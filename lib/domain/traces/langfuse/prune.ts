import type { Database } from '#lib/platform/db/client.ts'

/** Days after its last event that a trace is still added to from memory; later events read its stored spans back. */
const keptDays = 7

/** Deletes the stored events of older SDKs for traces that have not changed for long: their spans contain all of it. */
export async function pruneLangfuse(db: Database): Promise<void> {
  await db.pool.query(
    `delete from langfuse_object o where updated_at < now() - make_interval(days => $1) and not exists (
       select from langfuse_object other where other.project_id = o.project_id and other.trace_id = o.trace_id
         and other.updated_at >= now() - make_interval(days => $1)
     )`,
    [keptDays],
  )
}
