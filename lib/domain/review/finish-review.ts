import { storeScoresIn } from '#lib/domain/traces/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict, invalid, notFound } from '#lib/shared/problem.ts'
import type { finishReviewContract } from './contract.ts'
import { type FinishBody, type ReviewRule, readRule } from './schemas.ts'

// SQL: on one connection with the rollups of scores, which are written in sets.

type Answer = Output<typeof finishReviewContract>

interface Item {
  rule: string
  trace_id: string
}

/**
 * Scores or skips a waiting trace, with its score, the rollups and the audit entry in one transaction. If two people
 * answer, the second one gets a conflict.
 */
export async function finishReview(
  ctx: Context,
  { params: { id }, body }: Input<typeof finishReviewContract>,
): Promise<Answer> {
  await authorize(ctx, 'review.score', { type: 'review', id })
  return sqlTransaction(ctx.db.pool, async (client, sql) => {
    const status = 'skip' in body ? 'skipped' : 'scored'
    const item = await take(ctx, sql, id, status)
    const rule = await ruleOf(ctx, sql, item.rule)
    if (!('skip' in body)) {
      checkAnswer(rule, body)
      await storeScoresIn({ client, sql }, ctx.projectId, [scoreOf(id, item, rule, body)])
    }
    const after = 'skip' in body ? { status } : { status, [rule.ask]: body.value, comment: body.comment ?? null }
    await audit(sql, ctx, {
      action: 'review.finished',
      object: { type: 'review', id },
      before: { status: 'waiting', rule: item.rule, traceId: item.trace_id },
      after,
    })
    await publish(sql, ctx.projectId, { topic: 'review', type: 'review.finished', ids: [id] })
    const answer: Answer = { id, status }
    await ctx.remember?.(sql, answer)
    return answer
  })
}

/** The caller has the row if it still waits and nobody else holds it. */
async function take(ctx: Context, sql: Sql, id: string, status: string): Promise<Item> {
  const now = await ctx.clock.now(sql)
  const [item] = await sql.query<Item>(
    `update review_item set status = $3, done_by = $4, done_by_label = $5, done_at = $6, claimed_by = null, claimed_until = null
     where project_id = $1 and id = $2 and status = 'waiting'
       and (claimed_by = $4 or claimed_until is null or claimed_until <= $6::timestamptz) returning rule, trace_id`,
    [ctx.projectId, id, status, String(ctx.actor.id), ctx.actor.label, now.toISOString()],
  )
  if (item) return item
  const [row] = await sql.query<{ status: string; done_by_label: string | null }>(
    'select status, done_by_label from review_item where project_id = $1 and id = $2',
    [ctx.projectId, id],
  )
  if (!row) throw notFound('review')
  if (row.status === 'waiting') throw conflict('not-yours', 'Somebody else is reviewing it.')
  throw conflict('finished', `${row.done_by_label ?? 'Somebody'} has ${row.status} it.`)
}

async function ruleOf({ projectId }: Context, sql: Sql, slug: string): Promise<ReviewRule> {
  const [row] = await sql.query<{ body: unknown }>(
    `select body from config_object where project_id = $1 and kind = 'review-rule' and slug = $2`,
    [projectId, slug],
  )
  if (!row) throw notFound('review rule')
  return readRule(row.body)
}

type Verdict = Exclude<FinishBody, { skip: true }>

function checkAnswer({ answer }: ReviewRule, { value }: Verdict): void {
  if (answer === 'boolean' && typeof value !== 'boolean') throw invalid('The rule asks for yes or no.', 'body.value')
  if (answer === 'five' && typeof value === 'boolean') throw invalid('The rule asks for 1 to 5.', 'body.value')
}

const scoreOf = (id: string, item: Item, { ask, answer }: ReviewRule, { value, comment }: Verdict) => ({
  id,
  name: ask,
  dataType: answer === 'boolean' ? ('boolean' as const) : ('numeric' as const),
  value: Number(value),
  label: null,
  comment: comment ?? null,
  source: 'human' as const,
  traceId: item.trace_id,
  spanId: null,
  sessionId: null,
  responseId: null,
  atUs: null,
})
