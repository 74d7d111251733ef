import { audit } from '#lib/platform/audit/write.ts'
import { forgetKey } from '#lib/platform/auth/api-keys.ts'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import { forgetSessions } from '#lib/platform/auth/sessions.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { notFound } from '#lib/shared/problem.ts'

/**
 * Takes a project away from everybody, in the caller's transaction, and frees its slug. Its audit log ends with this;
 * the log of the first project tells the hash that it ended with, so that a log kept or exported can be held against
 * it. Answers the hashes of its keys, to be forgotten after the commit. Throws 404 when somebody else was first.
 */
export async function closeProject(tx: Tx, ctx: Context, row: Prisma.ProjectModel): Promise<string[]> {
  const { id, slug, name, demo } = row
  const { project, apiKey, auditHead } = tx.prisma
  const removedAt = await ctx.clock.now(tx)
  const won = await project.updateMany({ where: { id, removedAt: null }, data: { removedAt, slug: id } })
  if (won.count === 0) throw notFound('project')
  const keys = await apiKey.findMany({ where: { projectId: id }, select: { hash: true } })
  const entry = { action: 'project.removed', object: { type: 'project', id }, before: { slug, name, demo } }
  await audit(tx, { ...ctx, projectId: id }, entry)
  const head = await auditHead.findUniqueOrThrow({ where: { projectId: id } })
  const log = { rows: Number(head.seq), lastHash: head.hash, kept: !demo }
  await audit(tx, { ...ctx, projectId: defaultProject }, { ...entry, evidence: { auditLog: log } })
  await publish(tx, id, { topic: 'projects', type: 'project.removed', ids: [id] })
  return keys.map(({ hash }) => hash)
}

/** After the commit: this process honours nothing of the project any more; others follow within 2 s. */
export function forgetProject(keyHashes: readonly string[]): void {
  for (const hash of keyHashes) forgetKey(hash)
  forgetSessions()
}
