import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'

interface Which {
  userId: string
  /** Only this one. */
  sessionId?: string
  /** All but this one. */
  except?: string
}

/**
 * Ends living sessions of a person in the caller's transaction, each with its audit row; answers how many.
 * The caller forgets cached sessions after the commit.
 */
export async function endSessions(tx: Sql, ctx: Context, { userId, sessionId, except }: Which): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `update user_session set revoked_at = now()
     where user_id = $1 and ($2::text is null or id = $2) and ($3::text is null or id <> $3)
       and revoked_at is null and expires_at > now() returning id`,
    [userId, sessionId ?? null, except ?? null],
  )
  for (const { id } of rows) await audit(tx, ctx, { action: 'session.revoked', object: { type: 'session', id } })
  return rows.length
}
