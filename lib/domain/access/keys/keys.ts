import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Scope } from '#lib/shared/permissions.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { ApiKey } from '../schemas.ts'

/** Keys as the API shows them, with the names of who created them. */
export async function toKeys({ prisma }: Reader, rows: readonly Prisma.ApiKeyModel[]): Promise<ApiKey[]> {
  const ids = [...new Set(rows.flatMap(row => row.createdBy ?? []))]
  const creators = await prisma.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes as Scope[],
    agent: row.agent,
    createdBy: creators.find(({ id }) => id === row.createdBy) ?? null,
    createdAt: toRfc3339(row.createdAt),
    lastUsedAt: row.lastUsedAt && toRfc3339(row.lastUsedAt),
    expiresAt: row.expiresAt && toRfc3339(row.expiresAt),
    revokedAt: row.revokedAt && toRfc3339(row.revokedAt),
  }))
}

export async function findApiKey(reader: Reader, projectId: string, id: string): Promise<ApiKey | null> {
  const row = await reader.prisma.apiKey.findUnique({ where: { id, projectId } })
  const [key] = row ? await toKeys(reader, [row]) : []
  return key ?? null
}
