import type { Database } from '#lib/platform/db/client.ts'
import type { Event } from './bus.ts'

/** Slack for sequences that committed out of order; a repeated event is a hint given twice. */
const slack = 100n
const maxReplayed = 1_000

/** Changes since `lastId` (an outbox sequence), oldest first; the newest 1,000 when there are more. */
export async function replay(
  db: Database,
  projectId: string,
  topics: readonly string[],
  lastId: string,
): Promise<Event[]> {
  const from = BigInt(lastId) - slack
  const { rows } = await db.pool.query(
    `select seq::text as seq, project_id as "projectId", topic, type, ids, revision, at from outbox_event
     where seq > $1::bigint and project_id = $2 and topic = any($3::text[]) order by outbox_event.seq desc limit ${maxReplayed}`,
    [from.toString(), projectId, [...topics]],
  )
  return rows.reverse()
}
