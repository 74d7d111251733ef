import type { Database } from '#lib/platform/db/client.ts'
import type { Event } from './bus.ts'

/**
 * An event with a lower sequence may have committed later, by at most a transaction's time: those of the minute before
 * are given again. A repeated event is a hint given twice.
 */
const slack = '60 seconds'
const maxReplayed = 1_000

export interface Replay {
  /** Oldest first. */
  events: Event[]
  /** False when some missed events are no longer stored, or are too many to send again: read the state instead. */
  complete: boolean
}

/** Changes since `lastId` (an outbox sequence); the newest 1,000 when there are more. */
export async function replay(
  db: Database,
  projectId: string,
  topics: readonly string[],
  lastId: string,
): Promise<Replay> {
  const since = `(seq > $1::bigint or at > (select last.at - interval '${slack}' from outbox_event last where last.seq = $1::bigint))`
  const rows = await newestFirst(db, since, [lastId, projectId, [...topics]])
  // Read last: while this one is kept, none after it was pruned before they were read.
  const kept = await db.pool.query('select 1 from outbox_event where seq = $1::bigint', [lastId])
  const events = rows.slice(0, maxReplayed).reverse()
  // Those of the minute before are only for safety: on a busy instance they alone are more than a thousand.
  const missed = rows.filter(row => BigInt(row.seq) > BigInt(lastId)).length
  return { events, complete: kept.rows.length > 0 && missed <= maxReplayed }
}

/** Changes since a place in the stream; the newest 1,000 when there are more. */
export async function replayFrom(
  db: Database,
  projectId: string,
  topics: readonly string[],
  place: string,
): Promise<Replay> {
  const rows = await newestFirst(db, 'xact >= $1::bigint', [place, projectId, [...topics]])
  return { events: rows.slice(0, maxReplayed).reverse(), complete: rows.length <= maxReplayed }
}

/** `since`: a condition on $1. One more than is given again, so that it shows whether there are more. */
async function newestFirst(db: Database, since: string, values: [from: string, projectId: string, topics: string[]]) {
  const { rows } = await db.pool.query<Event>(
    `select seq::text as seq, project_id as "projectId", topic, type, ids, revision, at from outbox_event
     where ${since} and project_id = $2 and topic = any($3::text[])
     order by outbox_event.seq desc limit ${maxReplayed + 1}`,
    values,
  )
  return rows
}
