import { databaseClock } from '#lib/platform/context.ts'
import { type Database, poolSql } from '#lib/platform/db/client.ts'

const hourMs = 3_600_000

/** Forgets counters of past windows, and sessions and links that ended a month ago: the audit log keeps what happened. */
export async function pruneAccess(db: Database): Promise<void> {
  const now = (await databaseClock.now(poolSql(db))).getTime()
  const { loginThrottle, userSession, passwordLink } = db.prisma
  await loginThrottle.deleteMany({ where: { windowUntil: { lt: new Date(now - hourMs) } } })
  const before = { lt: new Date(now - 30 * 24 * hourMs) }
  await userSession.deleteMany({ where: { OR: [{ revokedAt: before }, { expiresAt: before }] } })
  await passwordLink.deleteMany({ where: { OR: [{ usedAt: before }, { expiresAt: before }] } })
}
