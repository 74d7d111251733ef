import type { Sql } from '#lib/platform/db/sql.ts'
import type { Change } from '#lib/shared/topics.ts'

/** The NOTIFY channel; its payload is empty, the outbox holds what happened. */
export const channel = 'holdpoint'

/** Ids named in one event at most; more means "many", and listeners read again. */
export const maxIds = 100

/** Records a change in the caller's transaction and wakes listeners when it commits. */
export async function publish(sql: Sql, projectId: string, change: Change): Promise<void> {
  await sql.query(
    `with event as (
       insert into outbox_event (project_id, topic, type, ids, revision) values ($1, $2, $3, $4::text[], $5) returning seq
     )
     select pg_notify('${channel}', '')::text, (select seq from event)::text`,
    [projectId, change.topic, change.type, change.ids.slice(0, maxIds), change.revision ?? null],
  )
}
