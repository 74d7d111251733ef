import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#lib/platform/context.ts'
import { createTestDatabase, type TestDatabase, testContext } from '#lib/platform/testing/database.ts'
import { ingestTraces } from './ingest-otlp.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { projectState } from './testing/project-state.ts'
import { allRecordings, decodeRecording } from './testing/recordings.ts'
import { recount, rolledUp } from './testing/totals.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

let counter = 0
const freshProject = (): Context => ({ ...testContext(database.db), projectId: `p${counter++}` })
const stateOf = (ctx: Context) => projectState(database.db.pool, ctx.projectId)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

/** True input and output tokens of each recording: e2e/fixtures/otlp/README.md. */
const truth: Record<string, [number, number] | [number]> = {
  'vercel-ai-v7-proto': [729],
  // 4 × 120 of chat and 9 of an embedding.
  'vercel-ai-v6-proto': [489],
  'openinference-langgraph': [360],
  'mastra-otel-proto': [720],
  'otel-contrib-openai': [369],
  'openinference-crewai': [1080, 216],
  'openllmetry-crewai': [1080, 216],
  'crewai-both': [1080, 216],
  'openinference-crewai-akickoff': [720, 144],
  'autogen-own': [960, 192],
  'openinference-autogen': [960],
  'openinference-langgraph-py': [360, 72],
  'pydantic-ai': [917, 179],
  'otel-openai-v2-py': [369],
  'langfuse-py': [1369],
  traceloop: [139],
}

describe.each(allRecordings())('%s', name => {
  const { spans } = decodeRecording(name)

  test('whole, twice: true totals, and the rollups equal a recount', async () => {
    const ctx = freshProject()
    await send(ctx, spans)
    const once = await stateOf(ctx)
    await send(ctx, spans)
    expect(await stateOf(ctx)).toEqual(once)
    const counted = await recount(database.db.pool, ctx.projectId)
    expect(await rolledUp(database.db.pool, ctx.projectId, 60)).toEqual(counted)
    expect(await rolledUp(database.db.pool, ctx.projectId, 3600)).toEqual(counted)
    const [input, output] = truth[name] ?? []
    if (input !== undefined) expect(Number(counted.input)).toBe(input)
    if (output !== undefined) expect(Number(counted.output)).toBe(output)
  })

  test('doubled, shuffled, split in any way and sent at once: the same as whole', async () => {
    const whole = freshProject()
    await send(whole, spans)
    const expected = await stateOf(whole)
    const doubled = [...spans, ...spans]
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...doubled.keys()], { minLength: doubled.length, maxLength: doubled.length }),
        fc.integer({ min: 1, max: 12 }),
        async (order, parts) => {
          const ctx = freshProject()
          const requests = Array.from({ length: parts }, (_, part) => order.filter((_, i) => i % parts === part))
          await Promise.all(
            requests.map(request =>
              send(
                ctx,
                request.map(i => doubled[i] as OtlpSpan),
              ),
            ),
          )
          expect(await stateOf(ctx)).toEqual(expected)
        },
      ),
      { numRuns: 4 },
    )
  })
})

test('a more complete version of a span replaces it, whichever comes first', async () => {
  const [span] = decodeRecording('openinference-openai').spans
  if (!span) throw new Error('no span')
  const open: OtlpSpan = { ...span, endTimeUnixNano: 0n, attributes: {} }
  const moved: OtlpSpan = { ...span, startTimeUnixNano: span.startTimeUnixNano - 90_000_000_000n }
  const [a, b] = [freshProject(), freshProject()]
  for (const version of [open, moved, span]) await send(a, [version])
  for (const version of [span, open, moved]) await send(b, [version])
  expect(await stateOf(a)).toEqual(await stateOf(b))
  expect((await rolledUp(database.db.pool, a.projectId, 60)).spans).toBe('1')
})
