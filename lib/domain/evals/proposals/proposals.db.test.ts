import { describe, expect, test } from 'vitest'
import { createScore } from '#lib/domain/traces/create-score.ts'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { scoreBody } from '#lib/domain/traces/score-schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import {
  acceptProposal,
  dismissProposal,
  getSuite,
  importCsv,
  importJsonl,
  listProposals,
  proposeTrace,
  putSuite,
  reportResults,
  startRun,
} from '../index.ts'
import { needs } from '../needs.ts'
import { suiteConfig } from '../suites/contract.ts'
import { proposeTraces } from './propose-traces.ts'
import { proposalQuery } from './schemas.ts'

const database = givenDatabase()
/** A project and a person who works in it, because keys cannot accept proposals. */
const given = (): Context => ({
  ...freshProject(database.db),
  actor: { kind: 'user', id: 'ann', label: 'ann', role: 'lead', sessionId: 'ses_ann' },
})
const asKey = ({ projectId }: Context): Context => ({ ...freshProject(database.db), projectId })
const idOf = (n: number) => `${n}`.padStart(32, '0')

async function suite(ctx: Context, fields: object = {}) {
  const scenarios = [{ id: 'one', input: 'Is the disk full?' }]
  const body = suiteConfig.put.body?.parse({ level: 'unit', agent: 'writer', scenarios, ...fields })
  if (body) await putSuite(ctx, { params: { slug: 'a' }, body })
}
const found = (ctx: Context) => getSuite(ctx, { params: { slug: 'a' } })

/** Traces that begin a minute from now, after the suite was made. */
async function send(ctx: Context, count: number, of: { agent?: string; failed?: boolean } = {}): Promise<void> {
  const start = BigInt(Date.now() + 60_000) * 1_000_000n
  const spans = Array.from({ length: count }, (_, n) =>
    otlpSpan(
      {
        ...{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': of.agent ?? 'writer' },
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: `Question ${n}` }] },
        ]),
      },
      {
        ...{ traceId: idOf(n), startTimeUnixNano: start, endTimeUnixNano: start + 5_000_000n },
        ...(of.failed ? { status: { code: 2, message: 'timeout' } } : {}),
      },
    ),
  )
  await ingestTraces(asKey(ctx), { spans, rejected: [] })
}
const score = (ctx: Context, n: number, name: string, value: number) =>
  createScore(ctx, { body: scoreBody.parse({ name, dataType: 'numeric', value, traceId: idOf(n) }) })
const waiting = async (ctx: Context) =>
  (await listProposals(ctx, { query: proposalQuery.parse({}) })).items.map(({ traceId, why }) => [traceId, why]).sort()
const first = async (ctx: Context) => (await listProposals(ctx, { query: proposalQuery.parse({}) })).items[0]?.id ?? ''

describe('a trace that is proposed', () => {
  test('failed, or scored low by a criterion of the agent’s suite; it is proposed once, however many workers look', async () => {
    const ctx = given()
    await suite(ctx)
    await send(ctx, 3)
    await score(ctx, 0, 'accuracy', 0.4)
    await score(ctx, 1, 'accuracy', 0.9)
    await score(ctx, 2, 'politeness', 0.1)
    await Promise.all([proposeTraces(ctx), proposeTraces(ctx)])
    expect(await waiting(ctx)).toEqual([[idOf(0), 'low-score']])
    await send(ctx, 3, { failed: true })
    await proposeTraces(ctx)
    expect(await needs.read(ctx, { environment: undefined, most: 3 })).toMatchObject({
      items: [{ id: 'a', title: '3 proposed scenarios for a', href: '/evals?suite=a' }],
      left: null,
    })
    expect(await needs.read(ctx, { environment: undefined, most: 0 })).toMatchObject({ items: [], left: { count: 3 } })
    expect(await waiting(ctx)).toEqual([
      [idOf(0), 'low-score'],
      [idOf(1), 'failed'],
      [idOf(2), 'failed'],
    ])
  })

  test('is not the answer to a scenario of an eval run, whether the run is reported before or after the trace', async () => {
    const ctx = given()
    await suite(ctx, { criteria: [{ name: 'accuracy' }] })
    const { id } = await startRun(ctx, { body: { suite: 'a', mode: 'real' } })
    const answers = (n: number, repeat: number) =>
      reportResults(ctx, {
        params: { id },
        body: {
          results: [{ scenario: 'one', repeat, criterion: 'accuracy', score: 0, traceId: idOf(n) }],
          outputs: [],
        },
      })
    await answers(0, 1)
    await send(ctx, 3, { failed: true })
    await proposeTraces(ctx)
    expect(await waiting(ctx)).toEqual([
      [idOf(1), 'failed'],
      [idOf(2), 'failed'],
    ])
    await proposeTrace(ctx, { body: { suite: 'a', traceId: idOf(0) } })
    await answers(1, 2)
    await proposeTraces(ctx)
    // A person's proposal stays.
    expect(await waiting(ctx)).toEqual(
      expect.arrayContaining([
        [idOf(0), 'person'],
        [idOf(2), 'failed'],
      ]),
    )
    expect(await waiting(ctx)).toHaveLength(2)
  })

  test('becomes a scenario of a new version when a person accepts it; if two people accept at once, one counts', async () => {
    const ctx = given()
    await suite(ctx)
    await send(ctx, 1, { failed: true })
    await proposeTraces(ctx)
    const id = await first(ctx)
    const accept = (body: object) => acceptProposal(ctx, { params: { id }, body })
    await expect(accept({ scenario: 'one' })).rejects.toMatchObject({ fields: { field: 'body.scenario' } })
    const both = await Promise.allSettled([
      accept({ scenario: 'two', expectedFindings: ['the disk'] }),
      accept({ scenario: 'three' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { version, scenarios } = await found(ctx)
    expect([version, scenarios.length]).toEqual([2, 2])
    expect(scenarios[1]?.input).toContain('Question 0')
    await expect(dismissProposal(ctx, { params: { id } })).rejects.toMatchObject({ fields: { type: 'decided' } })
  })

  test('stays dismissed, until a person proposes it again', async () => {
    const ctx = given()
    await suite(ctx)
    await send(ctx, 1, { failed: true })
    await proposeTraces(ctx)
    await dismissProposal(ctx, { params: { id: await first(ctx) } })
    await send(ctx, 1, { failed: true })
    await proposeTraces(ctx)
    expect(await waiting(ctx)).toEqual([])
    const body = { suite: 'a', traceId: idOf(0) }
    expect(await proposeTrace(ctx, { body })).toMatchObject({
      why: 'person',
      state: 'waiting',
      input: expect.stringContaining('Question'),
    })
    await expect(proposeTrace(ctx, { body: { ...body, traceId: idOf(9) } })).rejects.toMatchObject({
      fields: { field: 'body.traceId' },
    })
  })
})

describe('a file of scenarios', () => {
  const add = (ctx: Context, body: string, mode: 'add' | 'replace' = 'add') =>
    importCsv(ctx, { params: { slug: 'a' }, query: { mode }, body })

  test('CSV adds scenarios or replaces all, with quotes, lines and commas in cells; the same file again changes nothing', async () => {
    const ctx = given()
    await suite(ctx)
    const csv = 'id,input,expectedFindings,tags\r\n"two","Say ""hi"", now","first\nsecond","a,b"\r\nthree,3,,\r\n'
    expect(await add(ctx, csv)).toEqual({ suite: 'a', version: 2, scenarios: 3, added: 2 })
    expect(await add(ctx, csv)).toMatchObject({ version: 2, added: 0 })
    expect((await found(ctx)).scenarios[1]).toEqual({
      ...{ id: 'two', input: 'Say "hi", now', expectedFindings: ['first', 'second'], tags: ['a', 'b'] },
    })
    expect(await add(ctx, csv, 'replace')).toMatchObject({ scenarios: 2 })
    const jsonl = '{"id": "four", "input": {"a": 1}}\n\n{"id": "five", "input": "5", "expectedOutput": "x"}\n'
    const query = { mode: 'add' as const }
    expect(await importJsonl(ctx, { params: { slug: 'a' }, query, body: jsonl })).toMatchObject({
      scenarios: 4,
      added: 2,
    })
  })

  test.each<[string, string, string[]]>([
    ['a broken quote', 'id,input\none,1\ntwo,"a"b\nthree,3\nfour,"4"4\n', ['line 3', 'line 5']],
    ['a quote that is never closed', 'id,input\none,1\ntwo,"2\nthree,3\n', ['line 3']],
    ['a quote that is never closed behind one that is', 'id,input\n"one","1\n""2\n"\ntwo,"2\nthree,3\n', ['line 5']],
    ['a column twice', 'id,input,id\none,1,2\n', ['line 1']],
    ['too few cells', 'id,input\none\ntwo,2,3\n', ['line 2', 'line 3']],
    ['no column id', 'name,input\none,1\n', ['line 1']],
    ['an id twice, and one without', 'id,input\none,1\n,2\none,3\n', ['line 3', 'line 4']],
    ['nothing', 'id,input\n', ['line 1']],
  ])('CSV with %s is invalid: the line is named, and nothing is stored', async (_, csv, lines) => {
    const ctx = given()
    await suite(ctx)
    const added = add(ctx, csv)
    await expect(added).rejects.toMatchObject({
      fields: { status: 422, extra: { issues: lines.map(field => ({ field })) } },
    })
    expect((await found(ctx)).version).toBe(1)
  })

  test('broken JSONL is invalid, and its line is named', async () => {
    const ctx = given()
    await suite(ctx)
    const to = { params: { slug: 'a' }, query: { mode: 'add' as const } }
    const issues = (...lines: string[]) => ({ fields: { extra: { issues: lines.map(field => ({ field })) } } })
    await expect(importJsonl(ctx, { ...to, body: '{"id": "x"\n{"id": 1}\nno' })).rejects.toMatchObject(
      issues('line 1', 'line 3'),
    )
    await expect(
      importJsonl(ctx, { ...to, body: '{"id": "x", "input": "\\u0000"}\n{"id": "y", "id": "z"}' }),
    ).rejects.toMatchObject(issues('line 1', 'line 2'))
    await expect(
      importJsonl(ctx, { ...to, body: '{"id": 1, "input": 2}\n{"id": "a", "input": 2, "more": 3}' }),
    ).rejects.toMatchObject(issues('line 1', 'line 2'))
  })
})
