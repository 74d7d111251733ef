import { describe, expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { guardrailConfig } from './contract.ts'
import { archiveGuardrail, evaluateContent, listEvents, putGuardrail, reportEvents } from './index.ts'
import { evaluateBody, eventQuery, reportBody } from './schemas.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)

const put = (ctx: Context, slug: string, body: object) =>
  putGuardrail(ctx, { params: { slug }, body: guardrailConfig.put.body?.parse(body) as never })
const evaluate = (ctx: Context, body: object) =>
  evaluateContent(ctx, { body: evaluateBody.parse({ agent: 'support', stage: 'output', ...body }) })
const report = (ctx: Context, body: object) => reportEvents(ctx, { body: reportBody.parse(body) })
const events = async (ctx: Context, query: object = {}) =>
  (await listEvents(ctx, { query: eventQuery.parse(query) })).items
const counts = async ({ projectId }: Context) => {
  const rows = await database.db.prisma.guardrailCount.findMany({ where: { projectId } })
  return Object.fromEntries(rows.map(({ name, outcome, count }) => [`${name} ${outcome}`, count]))
}

const noSecrets = { stage: 'output', check: 'secrets', action: 'redact', severity: 'critical' }
const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('')

describe('evaluating', () => {
  test('redacts findings, stores that there was one but not its text, and counts every answer', async () => {
    const ctx = newProject()
    await put(ctx, 'no-secrets', noSecrets)
    expect(await evaluate(ctx, { content: `use ${key}` })).toMatchObject({
      outcome: 'redacted',
      content: 'use [AWS access key]',
    })
    expect(await evaluate(ctx, { content: 'nothing' })).toMatchObject({ outcome: 'passed' })
    const kept = await events(ctx)
    expect(kept).toMatchObject([{ name: 'no-secrets', outcome: 'redacted', severity: 'critical', agent: 'support' }])
    expect(JSON.stringify(kept)).not.toContain(key)
    expect(await counts(ctx)).toEqual({ 'no-secrets redacted': 1, 'no-secrets passed': 1 })
  })

  test('runs only guardrails that apply: by stage, agent, tool and project, enabled and not archived', async () => {
    const ctx = newProject()
    await put(ctx, 'other-stage', { ...noSecrets, stage: 'input' })
    await put(ctx, 'other-agent', { ...noSecrets, agent: 'billing' })
    await put(ctx, 'other-tool', { ...noSecrets, tool: 'search' })
    await put(ctx, 'off', { ...noSecrets, enabled: false })
    await put(ctx, 'archived', noSecrets)
    await archiveGuardrail(ctx, { params: { slug: 'archived' }, query: {} })
    await put(newProject(), 'foreign', noSecrets)
    expect(await evaluate(ctx, { content: key })).toEqual({ outcome: 'passed', content: key, results: [] })
    await put(ctx, 'mine', { ...noSecrets, agent: 'support' })
    expect((await evaluate(ctx, { content: key })).results.map(({ slug }) => slug)).toEqual(['mine'])
  })

  test('counts of many at once are exact', async () => {
    const ctx = newProject()
    await put(ctx, 'a', noSecrets)
    await put(ctx, 'b', { ...noSecrets, check: 'size', settings: { maxCharacters: 2 }, action: 'flag' })
    await Promise.all(Array.from({ length: 40 }, () => evaluate(ctx, { content: 'abc' })))
    expect(await counts(ctx)).toEqual({ 'a passed': 40, 'b flagged': 40 })
  })
})

describe('configuring', () => {
  test.each([
    [{ check: 'pattern', settings: { patterns: ['ok', '('] } }, 'body.settings.patterns.1'],
    [{ check: 'pattern', settings: {} }, 'body.settings.patterns'],
    [{ check: 'secrets', settings: { strict: true } }, 'body.settings.strict'],
    [{ check: 'schema', settings: { schema: { type: 'objekt' } } }, 'body.settings.schema'],
    [{ check: 'arguments', settings: { rules: [{ path: 'a b', op: 'present' }] } }, 'body.settings.rules.0.path'],
    [
      { check: 'arguments', settings: { rules: [{ path: 'a', op: 'matches', value: '(?=x)' }] } },
      'body.settings.rules.0.value',
    ],
    [{ check: 'secrets', action: 'steer' }, 'body.message'],
  ])('%j is invalid and names %s', async (body, field) => {
    const invalid = put(newProject(), 'x', { stage: 'output', action: 'block', ...body })
    await expect(invalid).rejects.toMatchObject({ fields: { status: 422, field } })
  })
})

describe('reporting', () => {
  const jailbreak = { name: 'jailbreak', stage: 'input', outcome: 'blocked', agent: 'support' }

  test('the same id again is the same event, and is counted once', async () => {
    const ctx = newProject()
    expect(await report(ctx, { ...jailbreak, id: 'e1' })).toEqual({ stored: 1 })
    expect(
      await report(ctx, {
        events: [
          { ...jailbreak, id: 'e1' },
          { ...jailbreak, id: 'e2', outcome: 'passed' },
        ],
      }),
    ).toEqual({ stored: 1 })
    expect(await counts(ctx)).toEqual({ 'jailbreak blocked': 1, 'jailbreak passed': 1 })
    expect(await events(ctx, { outcome: 'blocked' })).toMatchObject([{ id: 'e1', source: 'reported' }])
  })

  test('an event far ahead of the clock makes the whole request invalid, and is named', async () => {
    const ctx = newProject()
    const ahead = { ...jailbreak, at: new Date(Date.now() + 3 * 86_400_000).toISOString() }
    await expect(report(ctx, { events: [jailbreak, ahead] })).rejects.toMatchObject({
      fields: { field: 'body.events.1.at' },
    })
    expect(await events(ctx)).toEqual([])
  })
})
