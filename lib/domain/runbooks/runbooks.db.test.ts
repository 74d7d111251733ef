import { beforeAll, expect, test } from 'vitest'
import { decideApproval } from '#lib/domain/approvals/index.ts'
import { listBreakers } from '#lib/domain/breakers/index.ts'
import { createIncident, readTimeline, resolveIncident } from '#lib/domain/incidents/index.ts'
import { timelineQuery } from '#lib/domain/incidents/schemas.ts'
import { declareDomains } from '#lib/domain/server-list.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Actor, Context } from '#lib/platform/context.ts'
import { freshProject, testKey, testOperator } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { problemOf } from '#lib/platform/testing/problem.ts'
import { runbookConfig } from './contract.ts'
import { listOfIncident, listRunbooks, putRunbook, seedRunbooks, settleSteps, takeStep } from './index.ts'
import type { StepBody } from './schemas.ts'
import { seeds } from './seeds.ts'

const database = givenDatabase()
beforeAll(declareDomains)
const lead: Actor = { ...testOperator, role: 'lead' } as Actor

async function write(ctx: Context, slug: string, fields: Record<string, unknown>): Promise<void> {
  const body = runbookConfig.put.body?.parse(fields)
  if (body) await putRunbook({ ...ctx, actor: lead }, { params: { slug }, body })
}
const incidentOf = async (ctx: Context, agent = 'runner') =>
  (await createIncident(ctx, { body: { title: 'It fails', severity: 'critical', agent, cause: 'failing-agent' } })).id
const take = (ctx: Context, id: string, n: number, body: StepBody) => takeStep(ctx, { params: { id, n }, body })
const shown = async (ctx: Context, id: string) =>
  (await listOfIncident(ctx, { params: { id } })).items.map(
    ({ slug, inUse, steps }) => `${slug}${inUse ? '*' : ''} ${steps.map(({ state }) => state).join(' ')}`,
  )

test('the seeded runbooks are created once, and a deleted or changed one stays so', async () => {
  const ctx = freshProject(database.db, testOperator)
  await write(ctx, 'bad-deploy', { title: 'Ours', steps: [{ text: 'Call Mira.' }] })
  const system = { ...ctx, actor: { kind: 'system', id: 'seeds', label: 'seeds' } as Actor }
  await seedRunbooks(system)
  await seedRunbooks(system)
  const { items } = await listRunbooks(ctx, { query: { limit: 50, archived: false } })
  expect(items.map(({ slug }) => slug)).toEqual(Object.keys(seeds).sort())
  expect(items.find(({ slug }) => slug === 'bad-deploy')?.title).toBe('Ours')
})

test('seeds that cannot all be written leave none behind, so that they are written again', async () => {
  const ctx = freshProject(database.db, testOperator)
  const system = { ...ctx, actor: { kind: 'system', id: 'seeds', label: 'seeds' } as Actor }
  const count = async () => (await listRunbooks(ctx, { query: { limit: 50, archived: false } })).items.length
  let asked = 0
  // The clock fails in the middle, in place of a process that is killed.
  const now: typeof ctx.clock.now = tx => (asked++ === 4 ? Promise.reject(new Error('killed')) : ctx.clock.now(tx))
  await expect(seedRunbooks({ ...system, clock: { ...ctx.clock, now } })).rejects.toThrow('killed')
  expect(await count()).toBe(0)
  await seedRunbooks(system)
  expect(await count()).toBe(Object.keys(seeds).length)
})

test('fitting runbooks are shown; after the first step an incident keeps that version of its runbook', async () => {
  const ctx = freshProject(database.db, testOperator)
  const steps = [{ text: 'one' }, { text: 'two' }]
  await write(ctx, 'general', { title: 'General', steps })
  await write(ctx, 'of-cause', { title: 'Cause', matches: { cause: 'failing-agent' }, steps })
  await write(ctx, 'other', { title: 'Other', matches: { cause: 'safety' }, steps })
  const id = await incidentOf(ctx)
  expect(await shown(ctx, id)).toEqual(['of-cause todo todo', 'general todo todo'])
  await take(ctx, id, 2, { take: 'done', runbook: 'general', note: 'it was there' })
  await write(ctx, 'general', { title: 'General', steps: [{ text: 'new' }] })
  expect(await shown(ctx, id)).toEqual(['general* todo done', 'of-cause todo todo'])
  await take(ctx, id, 2, { take: 'reopen' })
  await take(ctx, id, 1, { take: 'skip', expectedRevision: 0 })
  expect(await shown(ctx, id)).toEqual(['general* skipped todo', 'of-cause todo todo'])
  expect(await problemOf(take(ctx, id, 1, { take: 'done' }))).toBe('not-possible')
  expect(await problemOf(take(ctx, id, 1, { take: 'reopen', expectedRevision: 7 }))).toBe('stale-revision')
  expect(await problemOf(take(ctx, id, 2, { take: 'act' }))).toBe('not-possible')
  expect(await problemOf(take(ctx, id, 9, { take: 'done' }))).toBe('not-found')
  expect(await problemOf(take(ctx, id, 1, { take: 'done', runbook: 'other' }))).toBe('not-found')
  await resolveIncident(ctx, { params: { id }, body: { summary: 'over' } })
  expect(await problemOf(take(ctx, id, 1, { take: 'done' }))).toBe('not-open')
  const { items } = await readTimeline(ctx, { params: { id }, query: timelineQuery.parse({}) })
  expect(items.filter(({ source }) => source === 'runbooks').map(({ state, title }) => `${state}: ${title}`)).toEqual([
    `done: ${testOperator.label}: step 2 of general`,
    `reopened: ${testOperator.label}: step 2 of general`,
    `skipped: ${testOperator.label}: step 1 of general`,
  ])
})

const acting = {
  title: 'Act',
  steps: [
    { text: 'Open', action: { kind: 'force-open' } },
    { text: 'Stop', action: { kind: 'stop-agent' } },
    { text: 'Tell', action: { kind: 'notify', channels: ['nowhere'] } },
    { text: 'Back', action: { kind: 'roll-back' } },
  ],
}

test('a step acts once, with the permissions of the person who starts it, however many people start it at once', async () => {
  const ctx = freshProject(database.db, testOperator)
  await write(ctx, 'act', acting)
  const id = await incidentOf(ctx)
  const pressed = await Promise.all(
    Array.from({ length: 8 }, () =>
      take(ctx, id, 1, { take: 'act' }).then(
        ({ state }) => state,
        () => 'conflict',
      ),
    ),
  )
  expect(pressed.sort()).toEqual([...Array(7).fill('conflict'), 'done'])
  const { items } = await listBreakers(ctx, { query: { limit: 10 } })
  expect(items.map(({ slug, state, epoch }) => [slug, state, epoch])).toEqual([['agent.runner', 'forced_open', 2]])
  expect(await take(ctx, id, 2, { take: 'act' })).toMatchObject({ state: 'done', revision: 2 })
  expect(await take(ctx, id, 3, { take: 'act' })).toMatchObject({ state: 'failed', result: /nowhere/ })
  const viewer = { ...ctx, actor: { ...testOperator, role: 'viewer' } as Actor }
  expect(await problemOf(take(viewer, id, 1, { take: 'act' }))).toBe('forbidden')
})

test('going back to the previous release asks for approval, and the step ends with that request', async () => {
  const ctx = freshProject(database.db, testOperator)
  await write(ctx, 'act', acting)
  const id = await incidentOf(ctx)
  expect(await take(ctx, id, 4, { take: 'act' })).toMatchObject({ state: 'failed', result: /no earlier release/ })
  const now = Date.now()
  const spans = ['1.0', '1.1'].map((release, i) =>
    otlpSpan(
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'runner', 'holdpoint.release': release },
      {
        traceId: String(i + 1).padStart(32, '0'),
        spanId: String(i + 1).padStart(16, '0'),
        startTimeUnixNano: BigInt(now - (2 - i) * 3_600_000) * 1_000_000n,
        endTimeUnixNano: BigInt(now - (2 - i) * 3_600_000 + 10) * 1_000_000n,
      },
    ),
  )
  await ingestTraces({ ...ctx, actor: testKey }, { spans, rejected: [] })
  const waiting = await take(ctx, id, 4, { take: 'act' })
  expect(waiting).toMatchObject({ state: 'waiting', result: 'Approval was requested to go back from 1.1 to 1.0.' })
  expect(await settleSteps(ctx)).toBe(0)
  const approval = await database.db.prisma.approval.findFirstOrThrow({ where: { id: waiting.approvalId ?? '' } })
  expect(JSON.parse(approval.originalArguments)).toEqual({ agent: 'runner', from: '1.1', to: '1.0', incident: id })
  await decideApproval(ctx, {
    params: { id: approval.id },
    body: { kind: 'reject', expectedRevision: approval.revision, comment: 'no' },
  })
  expect(await settleSteps(ctx)).toBe(1)
  expect(await settleSteps(ctx)).toBe(0)
  expect((await shown(ctx, id))[0]).toBe('act* todo todo todo failed')
})
