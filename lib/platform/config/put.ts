import { audit } from '#lib/platform/audit/write.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { ConfigContracts, ConfigRecord } from '#lib/shared/config/contracts.ts'
import { conflict } from '#lib/shared/problem.ts'
import { differences } from './differences.ts'
import { lockRow } from './lock.ts'
import { fieldsOf, type Row, toRecord } from './rows.ts'
import { type ConfigRules, refuseStale } from './rules.ts'

interface Put {
  slug: string
  fields: Record<string, unknown>
  expectedRevision: number | undefined
}

/** Creates, replaces or brings back. Throws 409 `stale-revision` where it is not at the revision that the caller read. */
export function putConfig(ctx: Context, kind: ConfigContracts, rules: ConfigRules, asked: Put) {
  return change(ctx, async tx => {
    const put = { ...asked, fields: (await rules.prepare?.(tx, ctx, asked.fields, asked.slug)) ?? asked.fields }
    for (let round = 0; round < 3; round++) {
      const before = await lockRow(tx, ctx.projectId, kind.name, put.slug)
      refuseStale(before, put.expectedRevision)
      const row = before ? await replace(tx, ctx, kind, rules, before, put) : await insert(tx, ctx, kind, rules, put)
      if (row) return toRecord(kind, row) as ConfigRecord
    }
    throw conflict('stale-revision', 'It is being changed right now. Read it again.')
  })
}

/** Null where somebody else was first: their row is there from then on. */
async function insert(tx: Tx, ctx: Context, kind: ConfigContracts, rules: ConfigRules, put: Put) {
  const { projectId } = ctx
  const { slug, fields } = put
  const now = await ctx.clock.now(tx)
  const [row] = await tx.prisma.configObject.createManyAndReturn({
    data: [
      {
        ...{ projectId, kind: kind.name, slug, alias: rules.alias?.(slug) ?? slug },
        ...{ body: fields as object, revision: 1, createdAt: now, ...changed(ctx, now) },
      },
    ],
    skipDuplicates: true,
  })
  if (row) await record(tx, ctx, kind, rules, row, { before: null, after: fields })
  return row ?? null
}

async function replace(
  tx: Tx,
  ctx: Context,
  kind: ConfigContracts,
  rules: ConfigRules,
  before: Row,
  { slug, fields }: Put,
): Promise<Row> {
  const archived = before.archivedAt !== null
  const was = { ...fieldsOf(kind, before), ...(archived ? { archived } : {}) }
  const difference = differences(was, { ...fields, ...(archived ? { archived: false } : {}) })
  if (!difference) return before
  const row = await tx.prisma.configObject.update({
    where: { projectId_kind_slug: { projectId: ctx.projectId, kind: kind.name, slug } },
    data: {
      body: fields as object,
      revision: { increment: 1 },
      archivedAt: null,
      ...changed(ctx, await ctx.clock.now(tx)),
    },
  })
  await record(tx, ctx, kind, rules, row, difference)
  return row
}

const changed = ({ actor }: Context, updatedAt: Date) => ({
  updatedAt,
  updatedBy: actor.id,
  updatedByLabel: actor.label,
})

async function record(
  tx: Tx,
  ctx: Context,
  kind: ConfigContracts,
  rules: ConfigRules,
  row: Row,
  difference: { before: unknown; after: unknown },
): Promise<void> {
  const { slug, revision } = row
  const object = { type: kind.name, id: slug }
  await audit(tx, ctx, { action: `${kind.name}.configured`, object, ...difference, evidence: { revision } })
  await rules.keep?.(tx, ctx, 'configured', row)
  await publish(tx, ctx.projectId, rules.announce('configured', slug, revision))
}
