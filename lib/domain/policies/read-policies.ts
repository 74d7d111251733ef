import { keptByVersion } from '#lib/platform/config/kept.ts'
import { toRecord } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { groupConfig, policyConfig } from './contract.ts'
import type { Policy } from './schemas.ts'

const kept = keptByVersion<readonly Policy[]>('policies')

/** All policies of the project, enabled or not, by name. They are read again whenever one has changed. */
export async function readPolicies({ prisma }: Reader, { db, projectId }: Pick<Context, 'db' | 'projectId'>) {
  const where = { projectId, kind: policyConfig.name }
  const { _sum, _count } = await prisma.configObject.aggregate({ where, _sum: { revision: true }, _count: true })
  return kept(db, projectId, `${_count} ${_sum.revision}`, async () => {
    const rows = await prisma.configObject.findMany({ where: { ...where, archivedAt: null }, orderBy: { slug: 'asc' } })
    return rows.map(row => ({ ...toRecord(policyConfig, row), changedBy: row.updatedBy }) satisfies Policy)
  })
}

/** The groups that a person stands in, by their e-mail address. */
export async function groupsOf({ prisma }: Reader, projectId: string, userId: string): Promise<string[]> {
  const user = await prisma.user.findUnique({ where: { id: userId }, select: { email: true } })
  if (!user) return []
  const where = { projectId, kind: groupConfig.name, archivedAt: null }
  const rows = await prisma.configObject.findMany({ where, orderBy: { slug: 'asc' } })
  const email = user.email.toLowerCase()
  return rows
    .map(row => toRecord(groupConfig, row))
    .filter(({ members }) => members.includes(email))
    .map(({ slug }) => slug)
}
