import { expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { ScoreRow } from '#lib/domain/traces/store/tables/write-scores.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { compareReleases, getRelease, listReleases, registerRelease, releaseUse } from './index.ts'
import { registerBody, releaseQuery } from './schemas.ts'

const database = givenDatabase()
const body = { agent: 'triage', code: 'git:1', model: { provider: 'openai', id: 'gpt-5' }, prompts: { triage: '3' } }
const register = (ctx: Context, slug: string, change: object = {}) =>
  registerRelease(ctx, { params: { slug }, body: registerBody.parse({ ...body, ...change }) })

let spans = 0
/** A request of the agent with one call of a model, so many days ago. */
async function run(ctx: Context, release: string, model: string, daysAgo: number): Promise<void> {
  const at = BigInt(Date.now() - daysAgo * 86_400_000) * 1_000_000n
  const traceId = String(++spans).padStart(32, '0')
  const times = { traceId, startTimeUnixNano: at, endTimeUnixNano: at + 2_000_000_000n }
  const root = String(spans).padStart(16, '0')
  const agent = { 'gen_ai.agent.name': 'triage', 'holdpoint.release': release }
  const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5', 'gen_ai.response.model': model }
  const rows = [
    otlpSpan({ 'gen_ai.operation.name': 'invoke_agent', ...agent }, { ...times, spanId: root }),
    otlpSpan(call, { ...times, spanId: String(spans).padStart(16, 'f'), parentSpanId: root }),
  ]
  await ingestTraces(ctx, { spans: rows, rejected: [] })
}

test('a release never changes: the same body again is answered with it, and simultaneous requests create one', async () => {
  const ctx = freshProject(database.db)
  const all = await Promise.all(Array.from({ length: 6 }, () => register(ctx, 'triage-1')))
  expect(all.filter(({ created }) => created)).toHaveLength(1)
  await expect(register(ctx, 'triage-1', { prompts: { triage: '4' } })).rejects.toMatchObject({
    fields: { status: 409, type: 'release-differs' },
  })
  const where = { projectId: ctx.projectId, action: 'release.registered' }
  expect(await ctx.db.prisma.auditEvent.count({ where })).toBe(1)
})

test('its figures come from the traces that name it; without any they are unknown', async () => {
  const ctx = freshProject(database.db)
  await register(ctx, 'triage-1')
  await register(ctx, 'triage-2', { prompts: { triage: '4' } })
  await run(ctx, 'triage-1', 'gpt-5-2025-08-07', 3)
  await run(ctx, 'triage-1', 'gpt-5-2026-11-01', 1)
  const { items } = await listReleases(ctx, { query: releaseQuery.parse({ agent: 'triage' }) })
  expect(items.map(({ slug, figures }) => [slug, figures?.requests ?? null])).toEqual([
    ['triage-2', null],
    ['triage-1', 2],
  ])
  const use = (slug: string) => releaseUse(ctx, { params: { slug }, query: {} })
  expect(await use('triage-1')).toMatchObject({
    ...{ figures: { requests: 2, errorRate: 0, latencyP95Ms: expect.any(Number), scoreMean: null }, incidents: 0 },
    ...{
      models: [{ model: 'gpt-5-2025-08-07' }, { model: 'gpt-5-2026-11-01' }],
      drift: expect.stringMatching(/since/),
    },
  })
  expect(await use('triage-2')).toMatchObject({
    figures: null,
    firstAt: null,
    incidents: null,
    models: [],
    drift: null,
  })
  const unscored = { scoreName: null, scores: 0, scoreMean: null, scoredShare: null }
  expect((await use('triage-1')).figures).toMatchObject(unscored)
  const compared = await compareReleases(ctx, { params: { slug: 'triage-2' }, query: { with: 'triage-1' } })
  expect([compared.before.promptsKept, compared.after.promptsKept]).toEqual([[], []])
  expect(compared).toMatchObject({ kind: 'prompts', changes: [{ path: 'prompts.triage', before: '3', after: '4' }] })
})

test('its quality is the score of the agent alone, with the share of its traces that have it', async () => {
  const ctx = freshProject(database.db)
  await register(ctx, 'triage-1')
  await register(ctx, 'triage-2', { prompts: { triage: '4' } })
  const first = spans + 1
  for (let n = 0; n < 4; n++) await run(ctx, n < 3 ? 'triage-1' : 'triage-2', 'gpt-5', 1)
  const traceOf = (n: number) => String(first + n).padStart(32, '0')
  const score = (id: string, n: number, name: string, value: number): ScoreRow => ({
    ...{ id, name, value, dataType: 'numeric', label: null, comment: null, source: 'human', traceId: traceOf(n) },
    ...{ spanId: null, sessionId: null, responseId: null, atUs: null },
  })
  await storeScores(ctx, [
    ...[0, 1, 2].map(n => score(`speed-${n}`, n, 'speed', 0.1)),
    score('helpful-0', 0, 'helpful', 0.8),
    score('helpful-1', 0, 'helpful', 0.6),
  ])
  const quality = async (slug: string) => {
    const { items } = await listReleases(ctx, { query: releaseQuery.parse({}) })
    return items.find(item => item.slug === slug)?.figures
  }
  const speed = { scoreName: 'speed', scores: 3, scoreMean: expect.closeTo(0.1), scoredShare: 1 }
  expect(await quality('triage-1')).toMatchObject(speed)
  expect(await quality('triage-2')).toMatchObject({ scoreName: 'speed', scores: 0, scoreMean: null, scoredShare: 0 })

  const entry = agentConfig.put.body?.parse({ qualityScore: { name: 'helpful' } }) as never
  await putAgent(ctx, { params: { slug: 'triage' }, body: entry })
  const helpful = { scoreName: 'helpful', scores: 2, scoreMean: expect.closeTo(0.7), scoredShare: 1 / 3 }
  expect(await quality('triage-1')).toMatchObject(helpful)
  const { after, before } = await compareReleases(ctx, { params: { slug: 'triage-2' }, query: { with: 'triage-1' } })
  expect(before.figures).toMatchObject({ requests: 3, ...helpful })
  expect(after.figures).toMatchObject({ requests: 1, scores: 0, scoreMean: null, scoredShare: 0 })
})

test('shows which of its prompts are stored here in exactly that version', async () => {
  const ctx = freshProject(database.db)
  const { projectId } = ctx
  const version = {
    ...{ projectId, kind: 'text', template: 'Be brief.', parameters: {}, digest: 'sha256:1' },
    ...{ createdAt: new Date(), createdBy: 'ada' },
  }
  await ctx.db.prisma.promptVersion.createMany({
    data: [
      { ...version, name: 'triage', version: 4 },
      { ...version, name: 'reply', version: 1 },
    ],
  })
  await register(ctx, 'triage-1')
  await register(ctx, 'triage-2', { prompts: { triage: '4', reply: 'v1', other: '1' } })
  const kept = async (slug: string) => (await getRelease(ctx, { params: { slug } })).promptsKept
  expect([await kept('triage-1'), await kept('triage-2')]).toEqual([[], ['triage']])
})
