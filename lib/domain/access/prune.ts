import type { Database } from '#lib/platform/db/client.ts'
import { now } from '#lib/platform/now.ts'

const hourMs = 3_600_000

/** Forgets counters of past windows, and sessions and links that ended a month ago: the audit log keeps what happened. */
export async function pruneAccess(db: Database): Promise<void> {
  const at = (await now({ db })).getTime()
  const { loginThrottle, userSession, passwordLink } = db.prisma
  await loginThrottle.deleteMany({ where: { windowUntil: { lt: new Date(at - hourMs) } } })
  const before = { lt: new Date(at - 30 * 24 * hourMs) }
  await userSession.deleteMany({ where: { OR: [{ revokedAt: before }, { expiresAt: before }] } })
  await passwordLink.deleteMany({ where: { OR: [{ usedAt: before }, { expiresAt: before }] } })
}
