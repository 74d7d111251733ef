import { expect, test } from 'vitest'
import { claimApproval, decideApproval } from '#lib/domain/approvals/index.ts'
import { finishRun, putSuite, reportResults, startRun } from '#lib/domain/evals/index.ts'
import { reportResultsContract } from '#lib/domain/evals/runs/contract.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { registerBody } from '#lib/domain/releases/schemas.ts'
import { verifyChain } from '#lib/platform/audit/verify.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import {
  addEvidence,
  compareVersions,
  createVersion,
  getPrompt,
  listMoves,
  listPrompts,
  listUses,
  listVersions,
  moveLabel,
  promptUsage,
  putSettings,
  rollBackLabel,
  settleMoves,
} from './index.ts'
import { listQuery, pageQuery, settingsBody, versionBody } from './schemas.ts'

const database = givenDatabase()
const name = 'triage/diagnose'
const add = (ctx: Context, template: string, of: object = {}) =>
  createVersion(ctx, { params: { name }, body: versionBody.parse({ template, ...of }) })
const move = (ctx: Context, label: string, version: number, of: object = {}) =>
  moveLabel(ctx, { params: { name, label }, body: { version, ...of } })
const at = async (ctx: Context, label: string) => (await getPrompt(ctx, { params: { name }, query: { label } })).version
const guard = (ctx: Context, of: object) => putSettings(ctx, { params: { name }, body: settingsBody.parse(of) })

test('a version is added once, keeps its number, and is read by label or number', async () => {
  const ctx = freshProject(database.db)
  expect(await add(ctx, 'You are an engineer. Diagnose {{alert}}')).toMatchObject({
    version: 1,
    created: true,
    variables: ['alert'],
    labels: ['latest'],
  })
  expect(await add(ctx, 'You are an engineer. Diagnose {{alert}}', { note: 'again' })).toMatchObject({
    version: 1,
    created: false,
  })
  const second = await add(ctx, 'You are an engineer. Diagnose {{alert}}', { model: 'm', variables: [] })
  expect(second).toMatchObject({ version: 2, lint: [{ rule: 'undeclared-variable' }] })
  await expect(getPrompt(ctx, { params: { name }, query: {} })).rejects.toMatchObject({ fields: { status: 404 } })
  await move(ctx, 'production', 1)
  expect(await getPrompt(ctx, { params: { name }, query: {} })).toMatchObject({
    version: 1,
    labels: ['production'],
    folder: 'triage',
  })
  expect(await at(ctx, 'latest')).toBe(2)
  const page = await listVersions(ctx, { params: { name }, query: pageQuery.parse({ limit: 1 }) })
  expect(page.items).toMatchObject([{ version: 2 }])
  const rest = await listVersions(ctx, { params: { name }, query: pageQuery.parse({ cursor: page.nextCursor }) })
  expect(rest).toMatchObject({ items: [{ version: 1 }], nextCursor: null })
  expect((await listPrompts(ctx, { query: listQuery.parse({ folder: 'triage' }) })).items).toMatchObject([
    { name, latest: 2, labels: [{ label: 'production', version: 1, revision: 1 }] },
  ])
  expect((await listPrompts(ctx, { query: listQuery.parse({ folder: 'tri' }) })).items).toEqual([])
})

test('when several versions are added at once, each gets its own number or its sender gets a conflict', async () => {
  const ctx = freshProject(database.db)
  const sent = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => add(ctx, `You are number ${n}`)))
  const versions = sent.flatMap(one => (one.status === 'fulfilled' ? one.value.version : []))
  expect(versions.length).toBeGreaterThan(0)
  expect([...versions].sort((a, b) => a - b)).toEqual(versions.map((_, n) => n + 1))
})

test('of several simultaneous moves of a label one wins; it is audited and can be rolled back', async () => {
  const ctx = freshProject(database.db)
  for (const text of ['one', 'two', 'three']) await add(ctx, text)
  await move(ctx, 'production', 1, { expectedRevision: 0 })
  const raced = await Promise.allSettled(
    [2, 3, 2, 3].map(version => move(ctx, 'production', version, { expectedRevision: 1 })),
  )
  expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const back = { params: { name, label: 'production' }, body: { reason: 'It answers too long' } }
  expect(await rollBackLabel(ctx, back)).toMatchObject({
    version: 1,
    revision: 3,
    move: { state: 'done', toVersion: 1 },
  })
  const moves = await listMoves(ctx, { params: { name }, query: pageQuery.parse({}) })
  expect(moves.items.map(({ toVersion }) => toVersion)).toMatchObject([1, expect.any(Number), 1])
  await expect(move(ctx, 'production', 9)).rejects.toMatchObject({ fields: { status: 422, field: 'body.version' } })
  await expect(move(ctx, 'latest', 1)).rejects.toMatchObject({ fields: { status: 422 } })
  expect(await verifyChain(poolSql(database.db), ctx.projectId)).toMatchObject({ ok: true })
})

test('a guarded label moves only when a person has approved it', async () => {
  const ctx = freshProject(database.db)
  for (const text of ['one', 'two']) await add(ctx, text)
  await move(ctx, 'production', 1)
  await guard(ctx, { guardedLabels: ['production'] })
  const decide = async (kind: 'approve' | 'reject', id: string | null | undefined) => {
    const comment = 'As agreed'
    const row = await database.db.prisma.approval.findFirstOrThrow({
      where: { projectId: ctx.projectId, id: id ?? '' },
    })
    const decision = { kind, expectedRevision: row.revision, comment }
    await decideApproval(
      { ...ctx, actor: { kind: 'user', id: 'u', label: 'Ada', role: 'admin', sessionId: 's' } },
      {
        params: { id: row.id },
        body: decision,
      },
    )
  }
  const asked = await move(ctx, 'production', 2)
  expect(asked).toMatchObject({ version: 1, move: { state: 'waiting', toVersion: 2 } })
  await expect(move(ctx, 'production', 2)).rejects.toMatchObject({ fields: { type: 'move-waiting' } })
  expect(await settleMoves(ctx)).toBe(0)
  await decide('reject', asked.move?.approvalId)
  expect(await settleMoves(ctx)).toBe(1)
  expect(await at(ctx, 'production')).toBe(1)
  const again = await move(ctx, 'production', 2)
  await decide('approve', again.move?.approvalId)
  await Promise.all([settleMoves(ctx), settleMoves(ctx)])
  expect(await at(ctx, 'production')).toBe(2)
  const [done] = (await listMoves(ctx, { params: { name }, query: pageQuery.parse({}) })).items
  expect(done).toMatchObject({ state: 'done', result: expect.stringContaining('Ada') })
  // Another worker has claimed the request.
  const held = (await move(ctx, 'production', 1)).move?.approvalId ?? ''
  await decide('approve', held)
  const { digest } = await database.db.prisma.approval.findFirstOrThrow({
    where: { projectId: ctx.projectId, id: held },
  })
  await claimApproval(ctx, { params: { id: held }, body: { digest } })
  expect(await settleMoves(ctx)).toBe(0)
  const [waiting] = (await listMoves(ctx, { params: { name }, query: pageQuery.parse({}) })).items
  expect(waiting).toMatchObject({ state: 'waiting' })
})

async function evalOf(ctx: Context, version: number, score: number) {
  const run = await startRun(ctx, { body: { suite: 'diagnosing', mode: 'mocked' } })
  const rows = Array.from({ length: 20 }, (_, n) => ({
    scenario: `s${n}`,
    criterion: 'accuracy',
    score: score - (n % 3) / 100,
  }))
  await reportResults(ctx, {
    params: { id: run.id },
    body: reportResultsContract.body?.parse({ results: rows }) as never,
  })
  await finishRun(ctx, { params: { id: run.id } })
  return addEvidence(ctx, { params: { name, version }, body: { evalRunId: run.id } })
}

test('a version is compared with production by the suite, with a comment for the pull request', async () => {
  const ctx = freshProject(database.db)
  await add(ctx, 'You are an engineer. Diagnose the alert.')
  await move(ctx, 'production', 1)
  await add(ctx, 'You are an engineer. Diagnose the alert.\nBe brief.')
  const compared = () => compareVersions(ctx, { params: { name }, query: {} })
  expect(await compared()).toMatchObject({
    from: 1,
    to: 2,
    verdict: 'inconclusive',
    lacks: ['No eval suite is set for this prompt.'],
  })
  const fields = {
    level: 'evaluation',
    criteria: [{ name: 'accuracy' }],
    scenarios: Array.from({ length: 20 }, (_, n) => ({ id: `s${n}`, input: 'Why?' })),
  }
  await putSuite(ctx, { params: { slug: 'diagnosing' }, body: suiteConfig.put.body?.parse(fields) as never })
  await guard(ctx, { suite: 'diagnosing' })
  expect((await compared()).lacks).toHaveLength(2)
  await evalOf(ctx, 1, 0.9)
  expect(await evalOf(ctx, 2, 0.8)).toMatchObject({
    verdict: 'fail',
    pairs: 20,
    before: { average: expect.closeTo(0.89, 2) },
  })
  const passed = await evalOf(ctx, 2, 0.92)
  expect(passed).toMatchObject({ verdict: 'pass', lacks: [] })
  expect(passed.markdown).toContain('+Be brief.')
  expect(passed.markdown).toMatch(/\| v1 \| v2 \|/)
  // The newest run of a version counts, whether or not spans name the version.
  const query = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }
  expect(await promptUsage(ctx, { params: { name }, query })).toMatchObject({
    versions: [],
    evals: [
      { version: 2, average: expect.closeTo(0.91, 2) },
      { version: 1, average: expect.closeTo(0.89, 2) },
    ],
  })
  const uses = (version: number) => listUses(ctx, { params: { name, version } })
  expect(await uses(1)).toMatchObject({ releases: [], evalRuns: [{ because: 'told', suite: 'diagnosing' }] })
  for (const [slug, of] of [
    ['agent-1', '2'],
    ['agent-2', 'v2'],
    ['agent-3', '3'],
  ] as const)
    await registerRelease(ctx, {
      params: { slug },
      body: registerBody.parse({
        ...{ agent: 'agent', code: slug, prompts: { [name]: of }, model: { provider: 'openai', id: 'gpt-5' } },
      }),
    })
  await startRun(ctx, { body: { suite: 'diagnosing', mode: 'mocked', release: 'agent-2' } })
  await ctx.db.prisma.allocation.create({
    data: {
      ...{ projectId: ctx.projectId, agent: 'agent', environment: 'production', baseline: 'agent-1' },
      ...{
        candidate: 'agent-2',
        weightBps: 1_000,
        seed: 's',
        rolloutId: 'rol_1',
        revision: 1,
        updatedAt: new Date(),
        updatedBy: 'ann',
      },
    },
  })
  const { releases, evalRuns } = await uses(2)
  expect(releases.map(({ slug, serves }) => [slug, serves]).sort()).toEqual([
    ['agent-1', [{ environment: 'production', share: 0.9 }]],
    ['agent-2', [{ environment: 'production', share: 0.1 }]],
  ])
  expect(evalRuns.map(({ because, verdict }) => [because, verdict])).toEqual([
    ['release', null],
    ['told', 'pass'],
    ['told', 'pass'],
  ])
})
