import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { truths } from '#lib/domain/traces/normalise/recordings/recordings.truth.ts'
import type { Context } from '#lib/platform/context.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns } from '#lib/platform/testing/soak.ts'
import { ingestTraces } from './ingest-otlp.ts'
import type { OtlpSpan } from './otlp/types.ts'
import { anyRequests } from './testing/any-requests.ts'
import { projectState } from './testing/project-state.ts'
import { allRecordings, decodeRecording } from './testing/recordings.ts'
import { expectExact, rolledUp } from './testing/totals.ts'

const database = givenDatabase()

const newProject = () => freshProject(database.db)
const send = (ctx: Context, spans: OtlpSpan[]) => ingestTraces(ctx, { spans, rejected: [] })

describe.each(allRecordings())('%s', name => {
  const { spans } = decodeRecording(name)

  test('sent whole and twice: the totals are right, and the rollups equal a recount', async () => {
    const ctx = newProject()
    await send(ctx, spans)
    const once = await projectState(ctx)
    await send(ctx, spans)
    expect(await projectState(ctx)).toEqual(once)
    const counted = await expectExact(ctx)
    const { input, output } = truths[name] ?? {}
    expect([Number(counted.input), Number(counted.output)]).toEqual([input, output])
  })

  test('doubled, shuffled, split in any way or sent at once: the result is the same as sent whole', async () => {
    const whole = newProject()
    await send(whole, spans)
    const expected = await projectState(whole)
    await fc.assert(
      fc.asyncProperty(anyRequests(spans), async requests => {
        const ctx = newProject()
        await Promise.all(requests.map(request => send(ctx, request)))
        expect(await projectState(ctx)).toEqual(expected)
      }),
      propertyRuns(4),
    )
  })
})

test('a more complete version of a span replaces it, whichever comes first', async () => {
  const [span] = decodeRecording('openinference-openai').spans
  if (!span) throw new Error('no span')
  const open: OtlpSpan = { ...span, endTimeUnixNano: 0n, attributes: {} }
  const moved: OtlpSpan = { ...span, startTimeUnixNano: span.startTimeUnixNano - 90_000_000_000n }
  const [a, b] = [newProject(), newProject()]
  for (const version of [open, moved, span]) await send(a, [version])
  for (const version of [span, open, moved]) await send(b, [version])
  expect(await projectState(a)).toEqual(await projectState(b))
  expect((await rolledUp(a, 60)).spans).toBe('1')
})
