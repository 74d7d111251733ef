import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { nextReviewContract } from './contract.ts'
import { readRule } from './schemas.ts'

// SQL: the first row that nobody else holds, without waiting for rows that others are taking right now.

const leaseSeconds = 600

interface Row {
  id: string
  rule: string
  trace_id: string
  queued_at: Date
  claimed_until: Date
  body: unknown
}

/**
 * Gives the caller the trace to review next, and reserves it for a while. A trace that the caller already holds comes
 * first.
 */
export async function nextReview(
  ctx: Context,
  { body: { rule, release } }: Input<typeof nextReviewContract>,
): Promise<Output<typeof nextReviewContract>> {
  await authorize(ctx, 'review.score')
  const sql = poolSql(ctx.db)
  const now = await ctx.clock.now(sql)
  if (release !== undefined) await letGo(ctx, release)
  const until = new Date(now.getTime() + leaseSeconds * 1000)
  const [row] = await sql.query<Row>(
    `with mine as (
       update review_item set claimed_by = $2, claimed_until = $4 where project_id = $1 and id = (
         select i.id from review_item i join config_object c on c.project_id = i.project_id and c.kind = 'review-rule' and c.slug = i.rule
         where i.project_id = $1 and i.status = 'waiting' and ($5::text is null or i.rule = $5)
           and (i.claimed_until is null or i.claimed_until <= $3::timestamptz or i.claimed_by = $2)
         order by i.claimed_by = $2 and i.claimed_until > $3::timestamptz desc nulls last,
           (i.queued_at, i.id) <= (select queued_at, id from review_item where project_id = $1 and id = $6), i.queued_at, i.id
         limit 1 for update of i skip locked
       ) returning id, rule, trace_id, queued_at, claimed_until
     ) select mine.*, c.body from mine join config_object c on c.project_id = $1 and c.kind = 'review-rule' and c.slug = mine.rule`,
    [ctx.projectId, String(ctx.actor.id), now.toISOString(), until.toISOString(), rule ?? null, release ?? null],
  )
  if (!row) return { item: null }
  const { ask, answer, question } = readRule(row.body)
  return {
    item: {
      id: row.id,
      rule: row.rule,
      traceId: row.trace_id,
      queuedAt: toRfc3339(row.queued_at),
      ask,
      answer,
      question,
      claimedUntil: toRfc3339(row.claimed_until),
    },
  }
}

/** Only the person who holds a trace can release it. */
async function letGo({ db, projectId, actor }: Context, id: string): Promise<void> {
  await db.prisma.reviewItem.updateMany({
    where: { projectId, id, status: 'waiting', claimedBy: String(actor.id) },
    data: { claimedBy: null, claimedUntil: null },
  })
}
