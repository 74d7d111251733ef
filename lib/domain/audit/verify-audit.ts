import { verifyChain } from '#lib/platform/audit/verify.ts'
import type { Context } from '#lib/platform/context.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { now } from '#lib/platform/now.ts'
import { once } from '#lib/platform/registry.ts'
import { mayReadAudit } from './may-read.ts'
import type { Verification } from './schemas.ts'

// SQL: the walk reads on one snapshot, in a transaction that says so.

const running = () => once('audit.verifications', () => new Map<string, Promise<Verification>>())

/**
 * Walks the whole chain on one snapshot, so that entries written meanwhile break nothing. Callers that come while it
 * runs share its answer: the walk costs what the log is long.
 */
export async function verifyAudit(ctx: Context): Promise<Verification> {
  await mayReadAudit(ctx)
  const shared = running().get(ctx.projectId)
  if (shared) return shared
  const walk = verify(ctx).finally(() => running().delete(ctx.projectId))
  running().set(ctx.projectId, walk)
  return walk
}

async function verify(ctx: Context): Promise<Verification> {
  const verifiedAt = (await now(ctx)).toISOString()
  const began = performance.now()
  const result = await sqlTransaction(ctx.db.pool, async (_, sql) => {
    await sql.query('set transaction isolation level repeatable read, read only')
    return verifyChain(sql, ctx.projectId)
  })
  const durationMs = Math.round(performance.now() - began)
  const at = { verifiedAt, durationMs }
  return result.ok ? { ...result, brokenSeq: null, reason: null, ...at } : { ...result, head: null, ...at }
}
