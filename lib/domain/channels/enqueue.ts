import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Message } from './schemas.ts'

// SQL: messages are stored in the transactions of permits, which have no Prisma client.

/**
 * Stores a message to channels in the transaction of what it reports: either both happen or neither. It is sent at
 * least once; its id shows a receiver that it is a repetition.
 */
export async function enqueue(
  sql: Sql,
  { projectId, clock }: Pick<Context, 'projectId' | 'clock'>,
  channels: readonly string[],
  message: Message,
): Promise<string[]> {
  const unique = [...new Set(channels)]
  if (unique.length === 0) return []
  const now = await clock.now(sql)
  const ids = unique.map(() => newId('dlv'))
  await sql.query(
    `insert into delivery (project_id, id, channel, message, status, next_at, created_at)
     select $1, w.id, w.channel, $4::json, 'pending', $5::timestamptz, $5::timestamptz
     from unnest($2::text[], $3::text[]) w(id, channel)`,
    [projectId, ids, unique, JSON.stringify(message), now.toISOString()],
  )
  return ids
}
