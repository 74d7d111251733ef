import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { projectState } from '#lib/domain/traces/testing/project-state.ts'
import { decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'

const database = givenDatabase()

const newProject = () => freshProject(database.db)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

const hex = (text: string, length: number) => Buffer.from(text).toString('hex').padStart(length, '0')
const traceId = (name: string) => hex(name, 32)

/** A model call of 120 + 24 tokens in its own trace. */
function call(
  trace: string,
  options: { span?: string; links?: string[]; run?: string; at?: number; model?: boolean } = {},
) {
  const start = 1_760_000_000_000_000_000n + BigInt(options.at ?? 0) * 60_000_000_000n
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.usage.input_tokens': 120,
    'gen_ai.usage.output_tokens': 24,
    ...(options.run === undefined ? {} : { 'holdpoint.run.id': options.run }),
  }
  return otlpSpan(attributes, {
    traceId: traceId(trace),
    spanId: hex(options.span ?? trace, 16),
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
    links: (options.links ?? []).map(linked => ({ traceId: traceId(linked), spanId: hex('s', 16), attributes: {} })),
  })
}

const runs = (ctx: Context) =>
  rowsOf(
    ctx,
    'select run_key, trace_count, llm_calls, input_tokens::int as input from run where project_id = $1 order by 1',
  )
/** Runs as the rollups know them: each is in exactly one bin of its steps. */
const runsCounted = async (ctx: Context) =>
  Number(
    (
      await rowsOf(
        ctx,
        "select sum(count) as n from rollup_bin where project_id = $1 and metric = 'run_steps' and grain = 60",
      )
    )[0]?.n ?? 0,
  )

describe('runs over traces', () => {
  test('three AutoGen teams in 32 traces are three runs', async () => {
    const ctx = newProject()
    const { spans } = decodeRecording('autogen-own')
    await send(ctx, spans)
    expect(await runsCounted(ctx)).toBe(3)
    const joined = await runs(ctx)
    expect(joined.map(run => run.trace_count).sort()).toEqual([18, 8])
  })

  test('a link to a trace that is stored takes its run over, and to one that comes later too', async () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const ctx = newProject()
      const spans = { a: call('a'), b: call('b', { links: ['a'], at: 1 }) }
      for (const name of order) await send(ctx, [spans[name as 'a' | 'b']])
      expect(await runs(ctx)).toEqual([{ run_key: `t:${traceId('a')}`, trace_count: 2, llm_calls: 2, input: 240 }])
      expect(await runsCounted(ctx)).toBe(1)
    }
  })

  test('a name joins traces, and one trace may hold two runs', async () => {
    const ctx = newProject()
    await send(ctx, [call('a', { run: 'x' }), call('b', { run: 'x' }), call('b', { span: 'b2', run: 'y' })])
    expect(await runs(ctx)).toEqual([
      { run_key: 'r:x', trace_count: 2, llm_calls: 2, input: 240 },
      { run_key: 'r:y', trace_count: 1, llm_calls: 1, input: 120 },
    ])
    expect(await runsCounted(ctx)).toBe(2)
  })

  test('they are separated again when a more complete version has no link', async () => {
    const ctx = newProject()
    await send(ctx, [call('a'), call('b', { links: ['a'] })])
    expect(await runsCounted(ctx)).toBe(1)
    const alone = call('b')
    await send(ctx, [{ ...alone, endTimeUnixNano: alone.endTimeUnixNano + 5_000_000n }])
    expect(await runsCounted(ctx)).toBe(2)
  })

  test(
    'in any order, split and sent at once: the same runs, bins and totals',
    async () => {
      const names = ['a', 'b', 'c', 'd', 'e']
      const drawn = fc.array(
        fc.record({
          trace: fc.constantFrom(...names),
          span: fc.constantFrom('1', '2', '3'),
          links: fc.subarray([...names, 'never'], { maxLength: 2 }),
          run: fc.option(fc.constantFrom('x', 'y'), { nil: undefined, freq: 4 }),
          at: fc.nat(3),
        }),
        { minLength: 1, maxLength: 10 },
      )
      await fc.assert(
        fc.asyncProperty(
          drawn,
          fc.integer({ min: 1, max: 6 }),
          fc.infiniteStream(fc.nat()),
          async (items, parts, random) => {
            // One version a span, so that the outcome is the versions' alone.
            const spans = [...new Map(items.map(item => [item.trace + item.span, item])).values()].map(item =>
              call(item.trace, { ...item, span: item.trace + item.span }),
            )
            const whole = newProject()
            await send(whole, spans)
            const requests = Array.from({ length: parts }, (): OtlpSpan[] => [])
            for (const span of spans) requests[Number(random.next().value) % parts]?.push(span)
            const split = newProject()
            await Promise.all(requests.map(request => send(split, request)))
            for (const span of [...spans].reverse()) await send(split, [span])
            expect(await projectState(split)).toEqual(await projectState(whole))
            const [{ n } = { n: 0 }] = await rowsOf(
              whole,
              `select (select count(*) from run where project_id = $1) + (select count(*) from trace t where project_id = $1
             and not exists (select from run_part p where p.project_id = $1 and p.trace_id = t.trace_id)) as n`,
            )
            expect(await runsCounted(whole)).toBe(Number(n))
          },
        ),
        propertyRuns(40),
      )
    },
    timeLimit(120_000),
  )

  test('64 traces of one name at once: one run with all of them', async () => {
    const ctx = newProject()
    await Promise.all(Array.from({ length: 64 }, (_, i) => send(ctx, [call(`t${i}`, { run: 'x' })])))
    expect(await runs(ctx)).toEqual([{ run_key: 'r:x', trace_count: 64, llm_calls: 64, input: 64 * 120 }])
    expect(await runsCounted(ctx)).toBe(1)
  })
})
