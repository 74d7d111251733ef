import { z } from 'zod'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { ConfigContracts, ConfigRecord } from '#lib/shared/config/contracts.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

export type Row = Prisma.ConfigObjectModel
type Fields<C extends ConfigContracts> = z.output<z.ZodObject<C['fields']>>

const key = (projectId: string, kind: string, slug: string) => ({ projectId_kind_slug: { projectId, kind, slug } })

export const findRow = ({ prisma }: Reader, projectId: string, kind: string, slug: string): Promise<Row | null> =>
  prisma.configObject.findUnique({ where: key(projectId, kind, slug) })

/** Its own fields as they read today: a field that is newer than the row has its default. */
export const fieldsOf = <C extends ConfigContracts>(kind: C, row: Pick<Row, 'body'>): Fields<C> =>
  z.object(kind.fields).parse(row.body) as Fields<C>

export const toRecord = <C extends ConfigContracts>(kind: C, row: Row): ConfigRecord & Fields<C> => ({
  ...fieldsOf(kind, row),
  slug: row.slug,
  revision: row.revision,
  createdAt: toRfc3339(row.createdAt),
  updatedAt: toRfc3339(row.updatedAt),
  updatedBy: row.updatedByLabel,
  archivedAt: row.archivedAt && toRfc3339(row.archivedAt),
})

/** What holds now under this name: null where nobody has set it, or it was archived. For rules of the server. */
export async function readConfig<C extends ConfigContracts>(
  reader: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  kind: C,
  slug: string,
): Promise<(ConfigRecord & Fields<C>) | null> {
  const row = await findRow(reader, projectId, kind.name, slug)
  return row === null || row.archivedAt !== null ? null : toRecord(kind, row)
}

/** What was set under these names, archived or not. */
export async function recordsOf<C extends ConfigContracts>(
  { db, projectId }: Pick<Context, 'db' | 'projectId'>,
  kind: C,
  slugs: readonly string[],
): Promise<Map<string, ConfigRecord & Fields<C>>> {
  const rows = await db.prisma.configObject.findMany({
    where: { projectId, kind: kind.name, slug: { in: [...slugs] } },
  })
  return new Map(rows.map(row => [row.slug, toRecord(kind, row)]))
}

/** The fields of all that hold now, by name. For rules of the server. */
export async function readConfigs<C extends ConfigContracts>(
  { prisma }: Reader,
  projectId: string,
  kind: C,
): Promise<({ slug: string } & Fields<C>)[]> {
  const where = { projectId, kind: kind.name, archivedAt: null }
  const rows = await prisma.configObject.findMany({ where, orderBy: { slug: 'asc' } })
  return rows.map(row => ({ slug: row.slug, ...fieldsOf(kind, row) }))
}
