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
import { type ConfigKind, type ConfigRules, requireRevision } from './rules.ts'

type Fields = Record<string, unknown>

export interface Put {
  slug: string
  fields: Fields
  expectedRevision: number | undefined
  /** Fields that an existing object keeps, whatever `fields` has for them. */
  keep?: readonly string[]
}

/** Creates, replaces or brings back. Throws 409 `stale-revision` where it is not at the revision that the caller read. */
export function putConfig(ctx: Context, kind: ConfigContracts, rules: ConfigRules, put: Put) {
  return change(ctx, async tx => {
    const written = await writeConfig(tx, ctx, { contracts: kind, rules }, put)
    await recordConfig(tx, ctx, { contracts: kind, rules }, written)
    return toRecord(kind, written.row) as ConfigRecord
  })
}

/** What was written of one object, before anything tells of it. */
export interface Written {
  row: Row
  change: 'create' | 'update' | 'none'
  /** The fields that differ; null where none does. */
  difference: { before: Fields | null; after: Fields } | null
}

/**
 * Writes an object and tells nobody: `recordConfig` does that, once every row is written. Whoever writes several takes
 * them in the order of kind and name, and the audit log after all of them, so that nobody waits for one who waits for them.
 */
export async function writeConfig(
  tx: Tx,
  ctx: Context,
  { contracts, rules }: ConfigKind,
  asked: Put,
): Promise<Written> {
  const kept = await keptFields(tx, ctx, contracts, asked)
  const fields = { ...asked.fields, ...kept }
  const put = { ...asked, fields: (await rules.prepare?.(tx, ctx, fields, asked.slug)) ?? fields }
  for (let round = 0; round < 3; round++) {
    const before = await lockRow(tx, ctx.projectId, contracts.name, put.slug)
    requireRevision(before, put.expectedRevision)
    if (before) return replace(tx, ctx, contracts, before, put)
    const row = await insert(tx, ctx, contracts, rules, put)
    if (row) return { row, change: 'create', difference: { before: null, after: put.fields } }
  }
  throw conflict('stale-revision', 'It is being changed right now. Read it again.')
}

async function keptFields(tx: Tx, { projectId }: Context, kind: ConfigContracts, { slug, keep = [] }: Put) {
  const row = keep.length === 0 ? null : await lockRow(tx, projectId, kind.name, slug)
  if (row === null || row.archivedAt !== null) return {}
  const now = fieldsOf(kind, row) as Fields
  return Object.fromEntries(keep.map(name => [name, now[name]]))
}

/** Tells of what was written: audit, what belongs to it, the event. Nothing where nothing changed. */
export async function recordConfig(
  tx: Tx,
  ctx: Context,
  { contracts, rules }: ConfigKind,
  { row, difference }: Written,
): Promise<void> {
  if (difference === null) return
  const { slug, revision } = row
  const object = { type: contracts.name, id: slug }
  const kept = (fields: Fields) => rules.auditAs?.(fields) ?? fields
  const [before, after] = [difference.before && kept(difference.before), kept(difference.after)]
  await audit(tx, ctx, { action: `${contracts.name}.configured`, object, before, after, evidence: { revision } })
  await rules.keep?.(tx, ctx, 'configured', row)
  await publish(tx, ctx.projectId, rules.announce('configured', slug, revision))
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
  return row ?? null
}

async function replace(
  tx: Tx,
  ctx: Context,
  kind: ConfigContracts,
  before: Row,
  { slug, fields }: Put,
): Promise<Written> {
  const archived = before.archivedAt !== null
  const was = { ...fieldsOf(kind, before), ...(archived ? { archived } : {}) }
  const difference = differences(was, { ...fields, ...(archived ? { archived: false } : {}) })
  if (!difference) return { row: before, change: 'none', difference }
  const row = await tx.prisma.configObject.update({
    where: { projectId_kind_slug: { projectId: ctx.projectId, kind: kind.name, slug } },
    data: {
      body: fields as object,
      revision: { increment: 1 },
      archivedAt: null,
      ...changed(ctx, await ctx.clock.now(tx)),
    },
  })
  return { row, change: 'update', difference }
}

const changed = ({ actor }: Context, updatedAt: Date) => ({
  updatedAt,
  updatedBy: actor.id,
  updatedByLabel: actor.label,
})
