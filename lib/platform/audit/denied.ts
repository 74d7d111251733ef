import type { Context } from '#lib/platform/context.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { logger } from '#lib/platform/logger.ts'
import { once } from '#lib/platform/registry.ts'
import { audit } from './write.ts'

interface Denial {
  /** What was tried: the action it would have written, or the permission it lacked. */
  action: string
  object: { type: string; id: string }
  reason: string
  /** More of what is known, e.g. whose account it was. */
  evidence?: Record<string, unknown>
}

/** Length of a window. */
const windowMs = 60_000
/** Rows one actor may cause per action and window; strangers share one count, a flood of them must not fill the table. */
export const denialLimits = { known: 10, anonymous: 60 } as const

interface Window {
  rows: number
  suppressed: number
}

const windows = () => once('audit.denied', () => new Map<string, Window>())

/**
 * Records a denied attempt, in a transaction of its own because the verb's will never commit. Every attempt counts:
 * beyond the limit of a minute they are summed up in one row at its end (`evidence.suppressed`).
 */
export async function auditDenied(ctx: Context, denial: Denial): Promise<void> {
  const key = `${ctx.projectId} ${ctx.actor.kind} ${ctx.actor.id} ${denial.action}`
  const open = windows().get(key)
  const window = open ?? { rows: 0, suppressed: 0 }
  if (!open) {
    windows().set(key, window)
    setTimeout(() => void close(ctx, denial, key), windowMs).unref()
  }
  const limit = ctx.actor.kind === 'anonymous' ? denialLimits.anonymous : denialLimits.known
  if (window.rows >= limit) window.suppressed += 1
  else {
    window.rows += 1
    await write(ctx, denial)
  }
}

/** Ends a window; what it suppressed becomes one row. */
async function close(ctx: Context, denial: Denial, key: string): Promise<void> {
  const suppressed = windows().get(key)?.suppressed ?? 0
  windows().delete(key)
  if (suppressed === 0) return
  await write(ctx, { ...denial, object: { type: denial.object.type, id: 'several' }, evidence: {} }, suppressed).catch(
    error => logger().warn({ err: error, suppressed, action: denial.action }, 'denied attempts not recorded'),
  )
}

const write = (ctx: Context, { action, object, reason, evidence }: Denial, suppressed?: number) =>
  transaction(ctx.db, tx =>
    audit(tx, ctx, {
      action,
      outcome: 'denied',
      object,
      evidence: { ...evidence, reason, ...(suppressed ? { suppressed } : {}) },
    }),
  )
