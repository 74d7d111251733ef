import type { Database } from '#lib/platform/db/client.ts'
import { oldestRunning } from './bus.ts'

/**
 * Where the stream stands now: whoever reads after this and then follows the stream from this place misses nothing.
 * It is a transaction and no sequence: a lower sequence may commit after a higher one was read.
 */
export async function placeNow(db: Database): Promise<string> {
  const [row] = (await db.pool.query<{ place: string }>(`select ${oldestRunning} as place`)).rows
  return row?.place ?? '0'
}
