import { SignJWT } from 'jose'
import { activeKey } from '#lib/domain/approvals/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { listOrder } from '#lib/platform/paging/order.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listPermitRecordsContract } from './contract.ts'
import type { StoredOutcome } from './rows.ts'

const newest = listOrder('permits.records', 'Permit', [
  ['askedAt', 'time', 'desc'],
  ['id', 'text', 'desc'],
])

/**
 * Denials, or outcomes that came after their lease, each as a signed record. Whoever has a record can prove without
 * Holdpoint what was denied or reported, and nobody can change it. A record never changes once it exists.
 */
export async function listPermitRecords(
  ctx: Context,
  { query }: Input<typeof listPermitRecordsContract>,
): Promise<Output<typeof listPermitRecordsContract>> {
  await authorize(ctx, 'project.read')
  const { kind, agent, runId, from, to } = query
  const askedAt = {
    ...(from === undefined ? {} : { gte: new Date(from) }),
    ...(to === undefined ? {} : { lt: new Date(to) }),
  }
  const which = kind === 'refused' ? { status: 'refused' } : { late: true }
  const where = { projectId: ctx.projectId, agent, runId, askedAt, ...which }
  const { rows, nextCursor } = await newest.read(query, ({ after, ...page }) =>
    ctx.db.prisma.permit.findMany({ ...page, where: { ...where, AND: after }, omit: { held: true } }),
  )
  const key = rows.length > 0 ? await activeKey(ctx.db) : null
  const now = await ctx.clock.now(poolSql(ctx.db))
  const items = key ? await Promise.all(rows.map(async row => ({ id: row.id, record: await sign(row, key, now) }))) : []
  return { items, nextCursor }
}

type Row = Omit<Awaited<ReturnType<Context['db']['prisma']['permit']['findFirstOrThrow']>>, 'held'>

/** Compact JWS, EdDSA, signed with the key of the receipts. The record permits nothing and does not expire. */
function sign(row: Row, key: Awaited<ReturnType<typeof activeKey>>, now: Date): Promise<string> {
  const { id, agent, runId, step, tool, environment, release, traceId, spanId, decision, reasons, askedAt, settledAt } =
    row
  const stored = row.outcome as StoredOutcome | null
  const outcome = stored && { ...stored.report, charged: stored.answer.charged, late: stored.answer.late }
  const claims = {
    ...{
      pid: id,
      project: row.projectId,
      agent,
      run: runId,
      step,
      tool,
      environment,
      release,
      trace: traceId,
      span: spanId,
    },
    ...{ decision, reasons, askedAt: toRfc3339(askedAt), settledAt: settledAt && toRfc3339(settledAt), outcome },
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'holdpoint-permit+jwt' })
    .setIssuer('holdpoint')
    .setIssuedAt(Math.floor(now.getTime() / 1000))
    .sign(key.privateKey)
}
