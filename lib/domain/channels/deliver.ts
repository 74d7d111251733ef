import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { pageUrl } from '#lib/platform/outbound/page-url.ts'
import { outboundSettings } from '#lib/platform/outbound/settings.ts'
import { openValue } from '#lib/platform/sealed/seal.ts'
import { attempt } from './attempt.ts'
import { attemptCallback } from './callbacks/attempt-callback.ts'
import { recordCallback } from './callbacks/record-callback.ts'
import { channelConfig } from './contract.ts'
import { type Attempt, afterAttempt } from './rules.ts'
import type { Message } from './schemas.ts'

type Row = Prisma.DeliveryModel

/** How many deliveries one run takes. */
const portion = 50
/** How long a delivery belongs to the process that took it: longer than any attempt takes. */
const leaseMs = 60_000

/** Projects that have something to send. */
export const projectsWithDue = async (sql: Sql, now: Date): Promise<string[]> => {
  // SQL: the partial index has only what waits, so that distinct over it costs little.
  const rows = await sql.query<{ project_id: string }>(
    "select distinct project_id from delivery where status = 'pending' and next_at <= $1 limit 300",
    [now],
  )
  return rows.map(row => row.project_id)
}

/** Sends everything that is due, side by side, so that a receiver that does not answer delays no other. */
export async function sendDue(ctx: Context): Promise<void> {
  const now = await ctx.clock.now(poolSql(ctx.db))
  const due = await ctx.db.prisma.delivery.findMany({
    where: { projectId: ctx.projectId, status: 'pending', nextAt: { lte: now } },
    orderBy: [{ nextAt: 'asc' }, { id: 'asc' }],
    take: portion,
  })
  await Promise.all(due.map(row => sendOne(ctx, row)))
}

/** Sends one delivery now. Null if another process has it. */
export async function sendOne(ctx: Context, row: Row): Promise<Row | null> {
  const taken = await take(ctx, row)
  if (!taken) return null
  const result = await attemptOf(ctx, taken)
  return settle(ctx, taken, result)
}

/** The condition of the update decides which of several processes sends it. */
async function take({ db, clock }: Context, { projectId, id, nextAt }: Row): Promise<Row | null> {
  const now = await clock.now(poolSql(db))
  const [row] = await db.prisma.delivery.updateManyAndReturn({
    where: { projectId, id, status: 'pending', nextAt },
    data: { attempts: { increment: 1 }, lastAt: now, nextAt: new Date(now.getTime() + leaseMs) },
  })
  return row ?? null
}

async function attemptOf(ctx: Context, { id, channel: slug, url, agent, message, lastAt }: Row): Promise<Attempt> {
  const told = message as unknown as Message
  const at = lastAt ?? new Date()
  if (url !== null && agent !== null)
    return attemptCallback(ctx, { id, url, agent, message: told, at }, outboundSettings())
  const channel = slug === null ? null : await readConfig(ctx.db, ctx, channelConfig, slug)
  if (!channel) return { result: 'never', text: 'the channel no longer exists' }
  if (!channel.enabled) return { result: 'never', text: 'the channel is switched off' }
  const secret = channel.secret === null ? null : await openValue(ctx.db, ctx.projectId, channel.secret)
  const parcel = {
    id,
    channel,
    secret,
    message: told,
    url: pageUrl(ctx.projectId, told.path),
    links: (told.links ?? []).map(({ text, path }) => ({ text, url: pageUrl(ctx.projectId, path) })),
    at,
  }
  return attempt(parcel, outboundSettings())
}

function settle(ctx: Context, { projectId, id, attempts, nextAt }: Row, result: Attempt): Promise<Row | null> {
  const { status, waitMs } = afterAttempt(result, attempts)
  return transaction(ctx.db, async tx => {
    const now = await ctx.clock.now(tx)
    const [row] = await tx.prisma.delivery.updateManyAndReturn({
      where: { projectId, id, status: 'pending', nextAt },
      data: { status, lastResult: result.text.slice(0, 500), nextAt: new Date(now.getTime() + (waitMs ?? 0)) },
    })
    if (!row) return null
    if (row.approvalId !== null) await recordCallback(tx, ctx, row, row.approvalId)
    else await publish(tx, projectId, { topic: 'channels', type: 'delivery.attempted', ids: [id] })
    return row
  })
}
