import { describe, expect, test } from 'vitest'
import { reviewRuleConfig } from '#lib/domain/review-rules/contract.ts'
import { putReviewRule } from '#lib/domain/review-rules/index.ts'
import { createScore } from '#lib/domain/traces/create-score.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { scoreBody } from '#lib/domain/traces/score-schemas.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { fillQueue } from './fill-queue.ts'
import { finishReview, nextReview, readQueue } from './index.ts'

const database = givenDatabase()

/** Another reviewer of the same project. */
const as = (ctx: Context, id: string): Context => ({
  ...ctx,
  actor: { kind: 'user', id, label: id, role: 'operator', sessionId: `ses_${id}` },
})

async function rule(ctx: Context, slug: string, fields: object): Promise<void> {
  const body = reviewRuleConfig.put.body?.parse({ ask: 'helpful', answer: 'boolean', ...fields })
  if (body) await putReviewRule(ctx, { params: { slug }, body })
}

const idOf = (n: number) => `${n}`.padStart(32, '0')

/** Traces that begin a minute from now, after the rules were made. */
async function send(ctx: Context, count: number, agent = 'writer', ms = 10): Promise<void> {
  const start = BigInt(Date.now() + 60_000) * 1_000_000n
  const spans = Array.from({ length: count }, (_, n) =>
    otlpSpan(
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
      { traceId: idOf(n), startTimeUnixNano: start, endTimeUnixNano: start + BigInt(ms) * 1_000_000n },
    ),
  )
  await ingestTraces(ctx, { spans, rejected: [] })
}
const score = (ctx: Context, n: number, value: number) =>
  createScore(ctx, {
    body: scoreBody.parse({ id: `given-${n}`, name: 'quality', dataType: 'numeric', value, traceId: idOf(n) }),
  })
const queued = (ctx: Context) =>
  rowsOf(ctx, 'select rule, trace_id from review_item where project_id = $1 order by rule, trace_id')

describe('the queue', () => {
  test('contains each trace once per rule, however often it is filled', async () => {
    const ctx = freshProject(database.db)
    await rule(ctx, 'all', { pick: 'sample', percent: 100, agent: 'writer' })
    await rule(ctx, 'others', { pick: 'sample', percent: 100, agent: 'editor' })
    await send(ctx, 5)
    await Promise.all([fillQueue(ctx), fillQueue(ctx), fillQueue(ctx)])
    await send(ctx, 5, 'writer', 20)
    await fillQueue(ctx)
    expect(await queued(ctx)).toEqual([0, 1, 2, 3, 4].map(n => ({ rule: 'all', trace_id: idOf(n) })))
    expect(await readQueue(ctx)).toEqual({
      waiting: 5,
      rules: [{ rule: 'all', waiting: 5, scored: 0, skipped: 0 }],
    })
  })

  test('samples by trace: a larger share contains the smaller one, and the shares are about right', async () => {
    const ctx = freshProject(database.db)
    await rule(ctx, 'few', { pick: 'sample', percent: 10 })
    await rule(ctx, 'many', { pick: 'sample', percent: 40 })
    await send(ctx, 600)
    await fillQueue(ctx)
    const rows = await queued(ctx)
    const of = (slug: string) => rows.filter(row => row.rule === slug).map(row => row.trace_id)
    expect(of('many')).toEqual(expect.arrayContaining(of('few')))
    // Four standard deviations of a binomial count.
    expect(Math.abs(of('few').length - 60)).toBeLessThan(30)
    expect(Math.abs(of('many').length - 240)).toBeLessThan(48)
  })

  test('contains traces with a low score, whether the trace or the score comes first', async () => {
    const ctx = freshProject(database.db)
    await rule(ctx, 'low', { pick: 'low-score', scoreName: 'quality', below: 0.5 })
    await score(ctx, 0, 0.2)
    await send(ctx, 4)
    await score(ctx, 1, 0.4)
    await score(ctx, 2, 0.5)
    await fillQueue(ctx)
    expect((await queued(ctx)).map(row => row.trace_id)).toEqual([idOf(0), idOf(1)])
    await score(ctx, 2, 0.1)
    await fillQueue(ctx)
    expect(await queued(ctx)).toHaveLength(3)
  })

  test('a disabled rule picks nothing', async () => {
    const ctx = freshProject(database.db)
    await rule(ctx, 'off', { pick: 'sample', percent: 100, enabled: false })
    await send(ctx, 3)
    expect(await fillQueue(ctx)).toBe(0)
  })
})

async function waiting(count: number): Promise<Context> {
  const ctx = freshProject(database.db)
  await rule(ctx, 'all', { pick: 'sample', percent: 100 })
  await send(ctx, count)
  await fillQueue(ctx)
  return ctx
}
const next = async (ctx: Context) => (await nextReview(ctx, { body: {} })).item
const finish = (ctx: Context, id: string, body: Parameters<typeof finishReview>[1]['body']) =>
  finishReview(ctx, { params: { id }, body })

describe('reviewers', () => {
  test('never get the same trace at once, and a reviewer who comes back gets their own again', async () => {
    const ctx = await waiting(8)
    const people = Array.from({ length: 10 }, (_, n) => as(ctx, `p${n}`))
    const first = await Promise.all(people.map(next))
    const given = first.flatMap(item => item?.id ?? [])
    expect(new Set(given).size).toBe(given.length)
    const [ann] = people
    if (!ann) return
    const own = await next(ann)
    expect(own?.id).toBe((await next(ann))?.id)
  })

  test('continue after a trace that they skip, which others then get, and reach it again at the end', async () => {
    const ctx = await waiting(2)
    const [ann, bob] = [as(ctx, 'ann'), as(ctx, 'bob')]
    const first = await next(ann)
    const second = (await nextReview(ann, { body: { release: first?.id } })).item
    expect(second?.id).not.toBe(first?.id)
    expect((await nextReview(ann, { body: { release: second?.id } })).item?.id).toBe(first?.id)
    expect((await next(bob))?.id).toBe(second?.id)
    // Nobody can release a trace that somebody else holds.
    await nextReview(bob, { body: { release: first?.id } })
    expect((await next(ann))?.id).toBe(first?.id)
  })

  test('an expired lease gives the trace to another reviewer, and the first one is told', async () => {
    const ctx = await waiting(1)
    const clock = fakeClock(new Date())
    const [ann, bob] = [
      { ...as(ctx, 'ann'), clock },
      { ...as(ctx, 'bob'), clock },
    ]
    const item = await next(ann)
    expect(await next(bob)).toBeNull()
    clock.advance(601)
    expect((await next(bob))?.id).toBe(item?.id)
    await expect(finish(ann, item?.id ?? '', { value: true })).rejects.toMatchObject({ fields: { type: 'not-yours' } })
    await finish(bob, item?.id ?? '', { value: true })
    await expect(finish(ann, item?.id ?? '', { value: false })).rejects.toMatchObject({ fields: { type: 'finished' } })
  })

  test('a verdict is a human score of the trace, counted in the rollups and audited once', async () => {
    const ctx = as(await waiting(1), 'ann')
    const item = await next(ctx)
    const all = await Promise.allSettled(
      [1, 2, 3].map(() => finish(ctx, item?.id ?? '', { value: true, comment: 'Good' })),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const columns = 'name, value, data_type, source, comment, trace_id'
    expect(await rowsOf(ctx, `select ${columns} from score where project_id = $1`)).toEqual([
      { name: 'helpful', value: 1, data_type: 'boolean', source: 'human', comment: 'Good', trace_id: item?.traceId },
    ])
    expect(
      await rowsOf(ctx, 'select count::int, sum::int, source from rollup_score where project_id = $1 and grain = 60'),
    ).toEqual([{ count: 1, sum: 1, source: 'human' }])
    const audited = `select action from audit_event where project_id = $1 and action = 'review.finished'`
    expect(await rowsOf(ctx, audited)).toHaveLength(1)
    expect(await next(ctx)).toBeNull()
  })

  test('skip one, and leave no score; a number where yes or no is asked is invalid and changes nothing', async () => {
    const ctx = as(await waiting(2), 'ann')
    const item = await next(ctx)
    await expect(finish(ctx, item?.id ?? '', { value: 3 })).rejects.toMatchObject({ fields: { field: 'body.value' } })
    await finish(ctx, item?.id ?? '', { skip: true })
    expect(await rowsOf(ctx, 'select id from score where project_id = $1')).toEqual([])
    expect(await readQueue(ctx)).toMatchObject({ waiting: 1, rules: [{ scored: 0, skipped: 1 }] })
  })
})

test.each([
  [{ pick: 'sample' }, 'body.percent'],
  [{ pick: 'low-score', below: 1 }, 'body.scoreName'],
  [{ pick: 'low-score', scoreName: 'quality' }, 'body.below'],
])('%j is not a valid rule', async (fields, field) => {
  await expect(rule(freshProject(database.db), 'x', fields)).rejects.toMatchObject({ fields: { field } })
})
