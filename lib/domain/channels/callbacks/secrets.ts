import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { openValue } from '#lib/platform/sealed/seal.ts'

/** Whether callbacks of an agent can be signed. */
export async function hasCallbackSecret(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  agent: string,
): Promise<boolean> {
  return (await prisma.callbackSecret.count({ where: { projectId, agent } })) > 0
}

/** What signs callbacks of an agent at this time, the newest first; empty where nothing does, or it cannot be read. */
export async function callbackSecrets({ db, projectId }: Context, agent: string, at: Date): Promise<string[]> {
  const row = await db.prisma.callbackSecret.findUnique({ where: { projectId_agent: { projectId, agent } } })
  if (!row) return []
  const previous = row.previousUntil !== null && row.previousUntil > at ? row.previous : null
  const secrets = [row.secret, previous].map(ref => (ref === null ? null : openValue(db, projectId, ref)))
  return (await Promise.all(secrets)).filter(secret => secret !== null)
}
