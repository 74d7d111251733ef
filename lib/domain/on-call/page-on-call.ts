import { enqueue } from '#lib/domain/channels/index.ts'
import type { Message } from '#lib/domain/channels/schemas.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { newId } from '#lib/shared/ids.ts'
import { readPolicies } from './page-rows.ts'
import { nextStep, onDuty, policyFor, type Scope } from './rules.ts'
import type { Policy } from './schemas.ts'

interface Paging {
  /** The on-call rule. Null: the one that fits the scope. */
  policy: string | null
  scope: Scope
  /** Its key is the key of the page. As long as a page with this key has not ended, nobody is notified again. */
  message: Message
  at: Date
}

/**
 * Notifies the person on call, in the transaction of what it reports. The next steps follow until somebody acknowledges
 * the page or it ends. Answers the id of the page. Null if nobody is on call, or if there is such a page already.
 */
export async function pageOnCall(sql: Sql, ctx: Context, { policy: slug, scope, message, at }: Paging) {
  const policies = await readPolicies(sql, ctx.projectId)
  const policy = slug === null ? policyFor(policies, scope) : (policies.find(one => one.slug === slug) ?? null)
  if (!policy) return null
  await lockAudit(sql, ctx.projectId)
  const id = newId('pag', at.getTime())
  const { told, steps } = dueSteps(policy, 0, [], at)
  const next = nextStep(policy, steps, at.getTime())
  const rows = await sql.query(
    `insert into on_call_page (project_id, id, key, policy, message, state, revision, steps, told, next_at, opened_at, changed_at, changed_by)
     values ($1, $2, $3, $4, $5::json, 'open', 1, $6, $7::json, $8::timestamptz, $9::timestamptz, $9::timestamptz, $10)
     on conflict (project_id, key) where state <> 'ended' do nothing returning 1`,
    [
      ...[ctx.projectId, id, message.key, policy.slug, JSON.stringify(message), steps, JSON.stringify(told)],
      ...[next && new Date(next.at).toISOString(), at.toISOString(), ctx.actor.label],
    ],
  )
  if (rows.length === 0) return null
  await enqueue(sql, ctx, told, message)
  await recordTransition(sql, ctx, {
    ...{ machine: 'page', id, revision: 1, from: 'none', to: 'open', rule: policy.slug, message: message.title, at },
    evidence: { key: message.key, policy: policy.slug, told },
    action: 'page.opened',
    event: { topic: 'on-call', type: 'page.open', ids: [id], revision: 1 },
  })
  return id
}

/** The channels that must be notified by now, after those that were. Several steps may be due at once. */
export function dueSteps(policy: Policy, steps: number, told: readonly string[], now: Date, openedAt = now) {
  const fresh: string[] = []
  let count = steps
  for (let next = nextStep(policy, count, openedAt.getTime()); next && next.at <= now.getTime(); ) {
    fresh.push(...onDuty(next.step, now.getTime()))
    count++
    next = nextStep(policy, count, openedAt.getTime())
    // After a long standstill, missed repetitions are not made up for.
    if (count - steps >= policy.steps.length) break
  }
  return { steps: count, fresh: [...new Set(fresh)], told: [...new Set([...told, ...fresh])] }
}
