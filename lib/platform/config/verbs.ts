import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { ConfigContracts } from '#lib/shared/config/contracts.ts'
import type { AnyContract, Input, Output } from '#lib/shared/contract.ts'
import { notFound } from '#lib/shared/problem.ts'
import { archiveConfig } from './archive.ts'
import { putConfig } from './put.ts'
import { findRow, toRecord } from './rows.ts'
import type { ConfigKind, ConfigRules } from './rules.ts'

type Verb<C extends AnyContract> = (ctx: Context, input: Input<C>) => Promise<Output<C>>

interface ConfigVerbs<C extends ConfigContracts> {
  put: Verb<C['put']>
  get: Verb<C['get']>
  list: Verb<C['list']>
  archive: Verb<C['archive']>
  /** For whoever changes objects of several kinds at once. */
  kind: ConfigKind
}

interface Named {
  params: { slug: string }
}
interface Expecting {
  expectedRevision?: number
}

/** The four verbs of a kind, for the contracts that `configContracts` made. A domain may serve fewer, or its own. */
export function configVerbs<C extends ConfigContracts>(kind: C, rules: ConfigRules): ConfigVerbs<C> {
  const object = (slug: string) => ({ type: kind.name, id: slug })
  const order = listOrder(`config.${kind.name}`, 'ConfigObject', [['slug', 'text', 'asc']])
  const verbs = {
    kind: { contracts: kind, rules },
    async put(ctx: Context, { params: { slug }, body }: Named & { body: Expecting }) {
      await authorize(ctx, kind.write, object(slug))
      const { expectedRevision, ...fields } = body
      rules.check?.(fields, slug)
      return putConfig(ctx, kind, rules, { slug, fields, expectedRevision })
    },
    async get(ctx: Context, { params: { slug } }: Named) {
      await authorize(ctx, kind.read)
      const row = await findRow(ctx.db, ctx.projectId, kind.name, slug)
      if (!row) throw notFound(kind.name)
      return toRecord(kind, row)
    },
    async list(ctx: Context, { query }: { query: { archived: boolean; limit: number; cursor?: string } }) {
      await authorize(ctx, kind.read)
      const holds = query.archived ? {} : { archivedAt: null }
      const where = { projectId: ctx.projectId, kind: kind.name, ...holds }
      const { rows, nextCursor } = await order.read(query, ({ after, ...page }) =>
        ctx.db.prisma.configObject.findMany({ ...page, where: { ...where, AND: after } }),
      )
      return { items: rows.map(row => toRecord(kind, row)), nextCursor }
    },
    async archive(ctx: Context, { params: { slug }, query }: Named & { query: Expecting }) {
      await authorize(ctx, kind.write, object(slug))
      return archiveConfig(ctx, kind, rules, { slug, expectedRevision: query.expectedRevision })
    },
  }
  // The shapes are those of `configContracts`, whatever the fields of the kind are; the compiler cannot follow that far.
  return verbs as unknown as ConfigVerbs<C>
}
