import { enqueue } from '#lib/domain/channels/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { mayBecome } from '#lib/shared/state-machine.ts'
import { lockPage, type PageRow } from './page-rows.ts'
import { transitions } from './rules.ts'
import type { PageState } from './schemas.ts'

// SQL: pages change in the transactions of permits, which have no Prisma client. Everything locks the audit log before
// the page, so that nobody waits for a page while another waits for the log.

/** Somebody looks after it, so no further step is notified. Answers whether the page with this key was open. */
export async function acknowledgePageOf(sql: Sql, ctx: Context, key: string, at: Date): Promise<boolean> {
  await lockAudit(sql, ctx.projectId)
  const page = await lockPage(sql, ctx.projectId, key)
  if (page?.state !== 'open') return false
  await move(sql, ctx, page, { to: 'acknowledged', rule: 'acknowledged', at })
  return true
}

/** It is over, and everybody who was notified is told so. Answers whether there was a page with this key. */
export async function endPageOf(
  sql: Sql,
  ctx: Context,
  { key, text, at }: { key: string; text: string; at: Date },
): Promise<boolean> {
  await lockAudit(sql, ctx.projectId)
  const page = await lockPage(sql, ctx.projectId, key)
  if (!page) return false
  await move(sql, ctx, page, { to: 'ended', rule: 'ended', at })
  await enqueue(sql, ctx, page.told, { ...page.message, text, state: 'resolved', at: at.toISOString() })
  return true
}

/** The caller has locked the row. */
async function move(
  sql: Sql,
  ctx: Context,
  page: PageRow,
  { to, rule, at }: { to: PageState; rule: string; at: Date },
): Promise<void> {
  if (!mayBecome(transitions, page.state, to)) throw new Error(`a page that is ${page.state} never is ${to}`)
  const revision = page.revision + 1
  const rows = await sql.query(
    `update on_call_page set state = $4, revision = $5, next_at = null, changed_at = $6::timestamptz, changed_by = $7
     where project_id = $1 and id = $2 and revision = $3 returning 1`,
    [ctx.projectId, page.id, page.revision, to, revision, at.toISOString(), ctx.actor.label],
  )
  if (rows.length === 0) throw new Error('a page was changed by somebody else while it was locked')
  await recordTransition(sql, ctx, {
    ...{ machine: 'page', id: page.id, revision, from: page.state, to, rule, message: page.message.title, at },
    evidence: { key: page.key, told: page.told },
    action: `page.${to}`,
    event: { topic: 'on-call', type: `page.${to as 'acknowledged' | 'ended'}`, ids: [page.id], revision },
  })
}
