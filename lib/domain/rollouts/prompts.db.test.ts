import { expect, test } from 'vitest'
import { agentConfig } from '#lib/domain/agents/contract.ts'
import { putAgent } from '#lib/domain/agents/index.ts'
import { createVersion, getPrompt, listMoves, listPrompts, moveLabel, putSettings } from '#lib/domain/prompts/index.ts'
import { listQuery, pageQuery, settingsBody, versionBody } from '#lib/domain/prompts/schemas.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { storeScores } from '#lib/domain/traces/store-scores.ts'
import { verifyRollups } from '#lib/domain/traces/verify/verify-rollups.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { type FakeClock, fakeClock } from '#lib/platform/testing/fake-clock.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { abortRollout, createRollout, getRollout, promoteRollout } from './index.ts'
import { reconcileRollouts } from './reconcile.ts'
import { createBody } from './schemas.ts'

const database = givenDatabase()
const name = 'triage/diagnose'
const params = { name }
const agent = 'triage'
const environment = 'production'
const phase = (weightBps: number) => ({ weightBps, seconds: 600 })
const strategy = {
  phases: [4_500, 7_000, 10_000].map(phase),
  gates: { maximumErrorRate: 0.1, qualityMargin: 0.2, costIncrease: 0.5 },
}

type Fake = Context & { clock: FakeClock }

/** Three versions of a prompt. The label production names the first. */
async function given(): Promise<Fake> {
  const ctx = { ...freshProject(database.db), clock: fakeClock(new Date('2026-11-27T12:00:00Z')) }
  const fields = agentConfig.put.body?.parse({ qualityScore: { name: 'helpful' } })
  await putAgent(ctx, { params: { slug: agent }, body: fields as never })
  for (const text of ['Say why.', 'Say why, and what to do.', 'Say nothing.'])
    await createVersion(ctx, { params, body: versionBody.parse({ template: text }) })
  await moveLabel(ctx, { params: { name, label: 'production' }, body: { version: 1 } })
  return ctx
}

const start = (ctx: Context, prompt: object = {}, more: object = {}) =>
  createRollout(ctx, {
    body: createBody.parse({ agent, environment, prompt: { name, version: 2, ...prompt }, strategy, ...more }),
  })
const fetched = (ctx: Context, query: object = {}) => getPrompt(ctx, { params, query })
const fetchedBy = (ctx: Context, users: number) =>
  Promise.all(Array.from({ length: users }, (_, user) => fetched(ctx, { targetingKey: `user-${user}` })))
const label = async (ctx: Context) =>
  (await listPrompts(ctx, { query: listQuery.parse({}) })).items[0]?.labels.find(one => one.label === 'production')
const get = (ctx: Context, id: string) => getRollout(ctx, { params: { id } })

interface Behaviour {
  failures?: number
  quality?: number
  tokens?: number
}

let traces = 0
/** Users fetch the prompt as an agent does and send traces of its use; then the clock advances by the length of a phase. */
async function pass(ctx: Fake, candidate: Behaviour = {}, users = 300): Promise<Record<number, number>> {
  ctx.clock.advance(60)
  const at = BigInt((await ctx.clock.now(ctx.db as never)).getTime()) * 1_000_000n
  const got: Record<number, number> = {}
  const spans = []
  const scores = []
  for (const { version } of await fetchedBy(ctx, users)) {
    const nth = got[version] ?? 0
    got[version] = nth + 1
    const { failures = 0, quality = 0.8, tokens = 1_000 } = version === 2 ? candidate : {}
    traces += 1
    const traceId = `${traces}`.padStart(32, '0')
    const sometimes = 1 + ((nth % 5) - 2) / 20
    spans.push(
      otlpSpan(
        {
          ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o-mini' },
          ...{ 'gen_ai.usage.input_tokens': Math.round(tokens * sometimes), 'gen_ai.usage.output_tokens': 100 },
          ...{ 'langfuse.observation.prompt.name': name, 'langfuse.observation.prompt.version': version },
          ...{ 'gen_ai.agent.name': agent, 'deployment.environment.name': environment },
        },
        {
          ...{ traceId, spanId: 'a'.repeat(16), startTimeUnixNano: at, endTimeUnixNano: at + 2_000_000_000n },
          ...(nth < failures ? { status: { code: 2, message: 'no' } } : {}),
        },
      ),
    )
    scores.push({
      ...{
        id: `${ctx.projectId}-${traces}`,
        name: 'helpful',
        dataType: 'numeric' as const,
        value: quality * sometimes,
      },
      ...{ label: null, comment: null, source: 'judge' as const, traceId, spanId: null, sessionId: null },
      ...{ responseId: null, atUs: null },
    })
  }
  await ingestTraces(ctx, { spans, rejected: [] })
  await storeScores(ctx, scores)
  ctx.clock.advance(11 * 60)
  await reconcileRollouts(ctx)
  return got
}

test('a new version passes its gates share by share, and the label moves after the last one', async () => {
  const ctx = await given()
  const { id, candidate, baseline, prompt } = await start(ctx)
  expect({ candidate, baseline, prompt }).toEqual({
    ...{ candidate: `${name}@2`, baseline: `${name}@1` },
    prompt: { name, label: 'production', baseline: 1, candidate: 2 },
  })
  expect(await fetched(ctx, { targetingKey: 'user-1' })).toMatchObject({ version: 1, rollout: { id } })
  await reconcileRollouts(ctx)
  expect((await label(ctx))?.trial).toEqual({ rolloutId: id, version: 2, environment, weightBps: 4_500 })
  const shares: number[] = []
  const before = new Set<number>()
  for (let turn = 0; turn < 3; turn++) {
    for (const [user, { version, rollout }] of (await fetchedBy(ctx, 100)).entries()) {
      expect(rollout?.variant === 'candidate').toBe(version === 2)
      // Nobody who has the new version loses it while its share grows.
      if (before.has(user)) expect(version).toBe(2)
      if (version === 2) before.add(user)
    }
    // A caller without a user, or in another environment, gets the version that the label names.
    expect((await fetched(ctx)).version).toBe(turn === 2 ? 2 : 1)
    expect(await fetched(ctx, { targetingKey: 'user-1', environment: 'staging' })).toMatchObject({
      ...{ version: 1, rollout: null },
    })
    expect((await label(ctx))?.version).toBe(1)
    shares.push((await pass(ctx))[2] ?? 0)
  }
  expect(shares[0]).toBeGreaterThan(100)
  expect(shares[0]).toBeLessThan(170)
  expect(shares[2]).toBe(300)
  expect((await verifyRollups(ctx)).difference).toBeNull()
  const done = await get(ctx, id)
  expect([done.state, done.gates.map(({ gate, verdict }) => [gate, verdict])]).toEqual([
    'succeeded',
    ['errors', 'quality', 'cost', 'safety'].map(gate => [gate, 'PASS']),
  ])
  expect(done.changes[0]).toEqual({ what: `prompt ${name}`, before: '1', after: '2' })
  expect(await label(ctx)).toMatchObject({ version: 2, trial: null })
  expect(await fetched(ctx)).toMatchObject({ version: 2, rollout: null })
  const { items } = await listMoves(ctx, { params, query: pageQuery.parse({}) })
  expect(items[0]).toMatchObject({ fromVersion: 1, toVersion: 2, state: 'done' })
  const where = { projectId: ctx.projectId, action: { in: ['prompt.label-tried', 'prompt.label-moved'] } }
  const entries = await ctx.db.prisma.auditEvent.findMany({ where, orderBy: { seq: 'asc' } })
  expect(entries.map(({ body }) => JSON.parse(body).after.weightBps ?? 'moved')).toEqual([
    ...['moved', 0, 4_500, 7_000, 10_000, 'moved'],
  ])
  expect((await moveLabel(ctx, { params: { name, label: 'production' }, body: { version: 3 } })).version).toBe(3)
})

test.each<[string, Behaviour]>([
  ['errors', { failures: 40 }],
  ['quality', { quality: 0.3 }],
  ['cost', { tokens: 4_000 }],
])('a version that is worse by its %s goes back by itself, and the label has never moved', async (rule, behaviour) => {
  const ctx = await given()
  const { id } = await start(ctx)
  await reconcileRollouts(ctx)
  await pass(ctx, behaviour)
  const ended = await get(ctx, id)
  expect([ended.state, ended.endedBy]).toEqual(['rolled_back', rule])
  expect(ended.transitions[0]?.evidence).toMatchObject({
    gates: expect.arrayContaining([expect.objectContaining({ gate: rule, verdict: 'FAIL' })]),
  })
  expect(await label(ctx)).toMatchObject({ version: 1, trial: null })
  expect(await fetched(ctx, { targetingKey: 'user-1' })).toMatchObject({ version: 1, rollout: null })
  expect((await listMoves(ctx, { params, query: pageQuery.parse({}) })).items).toHaveLength(1)
})

test('nobody else can move the label meanwhile; when a person ends the rollout, the label is free again', async () => {
  const ctx = await given()
  const { id } = await start(ctx)
  const move = (version: number) => moveLabel(ctx, { params: { name, label: 'production' }, body: { version } })
  expect(await problemOf(move(3))).toBe('held-by-rollout')
  expect(await problemOf(start(ctx, { version: 3 }))).toBe('rollout-active')
  expect(await problemOf(start(ctx, { version: 3 }, { agent: 'other', strategy: { ...strategy, gates: none } }))).toBe(
    'rollout-active',
  )
  await abortRollout(ctx, { params: { id }, body: { expectedRevision: 1, reason: 'No' } })
  expect((await move(3)).version).toBe(3)
})
const none = { maximumErrorRate: null, qualityMargin: null, costIncrease: null }

test('a label is moved and a rollout starts at the same time: one wins and the other gets a conflict', async () => {
  for (let round = 0; round < 6; round++) {
    const ctx = await given()
    const { revision } = (await label(ctx)) ?? { revision: 0 }
    const body = { version: 3, expectedRevision: revision }
    const [moved, begun] = await Promise.all([
      problemOf(moveLabel(ctx, { params: { name, label: 'production' }, body })),
      problemOf(start(ctx, { expectedRevision: revision })),
    ])
    const now = await label(ctx)
    expect([moved, begun]).toEqual(
      moved === 'ok' ? ['ok', 'stale-revision'] : [expect.stringMatching(/held-by-rollout|stale-revision/), 'ok'],
    )
    expect(now).toMatchObject(moved === 'ok' ? { version: 3, trial: null } : { version: 1, trial: { version: 2 } })
  }
})

test('versions that cannot be compared are invalid, and the field is named', async () => {
  const ctx = await given()
  expect(await problemOf(start(ctx, { version: 1 }))).toBe('invalid body.prompt.version')
  expect(await problemOf(start(ctx, { version: 9 }))).toBe('invalid body.prompt.version')
  expect(await problemOf(start(ctx, { label: 'latest' }))).toBe('invalid body.prompt.label')
  expect(await problemOf(start(ctx, { label: 'canary' }))).toBe('invalid body.prompt.label')
  expect(await problemOf(start(ctx, { name: 'nobody' }))).toBe('not-found')
  expect(await problemOf(start(ctx, { expectedRevision: 7 }))).toBe('stale-revision')
  expect(() => createBody.parse({ agent, environment })).toThrow(/Either a candidate release or a prompt/)
  expect(() => createBody.parse({ agent, environment, baseline: 'x', prompt: { name, version: 2 } })).toThrow(
    /baseline/,
  )
})

test('a guarded label waits for two people before everybody gets the version', async () => {
  const ctx = await given()
  await putSettings(ctx, { params, body: settingsBody.parse({ guardedLabels: ['production'] }) })
  const everybodyAtOnce = { strategy: { ...strategy, phases: [phase(10_000)] } }
  expect(await problemOf(start(ctx, {}, everybodyAtOnce))).toBe('invalid body.strategy')
  const { id } = await start(ctx)
  await reconcileRollouts(ctx)
  await pass(ctx)
  await pass(ctx)
  const held = await get(ctx, id)
  expect([held.state, held.weightBps]).toEqual(['holding', 7_000])
  const as = (who: string): Context => ({
    ...ctx,
    actor: { kind: 'user', id: who, label: who, role: 'lead', sessionId: 's' },
  })
  const say = (who: string, expectedRevision: number) =>
    promoteRollout(as(who), { params: { id }, body: { expectedRevision, reason: 'It is better' } })
  const asked = await say('mira', held.revision)
  expect([asked.weightBps, asked.proposal?.by]).toEqual([7_000, 'mira'])
  expect((await say('tomas', asked.revision)).weightBps).toBe(10_000)
  await pass(ctx)
  expect(await label(ctx)).toMatchObject({ version: 2, trial: null })
})
