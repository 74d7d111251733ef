import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { literal } from '#lib/platform/db/literal.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { parseMicros } from '#lib/shared/time.ts'
import type { listAuditContract } from './contract.ts'
import { mayReadAudit } from './may-read.ts'
import type { AuditEntry, AuditQuery } from './schemas.ts'

const newest = listOrder('audit', 'AuditEvent', [['seq', 'integer', 'desc']])

const columns = { seq: true, body: true, prevHash: true, hash: true } as const satisfies Prisma.AuditEventSelect
type Row = Prisma.AuditEventGetPayload<{ select: typeof columns }>

/** Entries that match every filter, newest first. */
export async function listAudit(
  ctx: Context,
  { query }: Input<typeof listAuditContract>,
): Promise<Output<typeof listAuditContract>> {
  await mayReadAudit(ctx)
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.auditEvent.findMany({
      ...page,
      select: columns,
      where: { projectId: ctx.projectId, AND: [...conditions(query), ...after] },
    }),
  )
  return { items: rows.map(toEntry).filter(within(query)), nextCursor }
}

/** What is not asked for is undefined, which Prisma takes for any. */
function conditions(query: AuditQuery): Prisma.AuditEventWhereInput[] {
  const { actorKind, outcome, objectType, object: objectId, actor, action } = query
  const conditions: Prisma.AuditEventWhereInput[] = [{ actorKind, outcome, objectType, objectId, at: around(query) }]
  if (actor !== undefined) {
    const named = { contains: literal(actor), mode: 'insensitive' } as const
    conditions.push({ OR: [{ actorId: actor }, { actorLabel: named }] })
  }
  if (action !== undefined) conditions.push({ OR: [{ action }, { action: { startsWith: literal(`${action}.`) } }] })
  return conditions
}

/** Entries have microseconds, Prisma's times do not: up to a millisecond more is read at either end, and `within` drops it. */
function around({ from, to }: AuditQuery): Prisma.DateTimeFilter | undefined {
  if (from === undefined && to === undefined) return undefined
  return {
    ...(from === undefined ? {} : { gte: new Date(Math.floor(parseMicros(from) / 1000)) }),
    ...(to === undefined ? {} : { lt: new Date(Math.ceil(parseMicros(to) / 1000)) }),
  }
}

/** To the microsecond, by the time that the hash covers. */
function within({ from, to }: AuditQuery): (entry: AuditEntry) => boolean {
  const [first, end] = [from ? parseMicros(from) : -Infinity, to ? parseMicros(to) : Infinity]
  return ({ at }) => first <= parseMicros(at) && parseMicros(at) < end
}

/** From the text that the hash covers: what is shown is what is signed. */
function toEntry({ seq, body, prevHash, hash }: Row): AuditEntry {
  const { at, actor, action, outcome, object, before, after, evidence, request, address } = JSON.parse(body)
  const what = { before: before ?? null, after: after ?? null, evidence: evidence ?? null }
  const by = { request: request ?? null, address: address ?? null }
  return { seq: String(seq), at, actor, action, outcome, object, ...what, ...by, prevHash, hash }
}
