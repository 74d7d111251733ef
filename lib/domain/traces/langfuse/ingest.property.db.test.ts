import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyRequests } from '#lib/domain/traces/testing/any-requests.ts'
import type { RecordedEvent } from '#lib/domain/traces/testing/langfuse-recordings.ts'
import { rowsOf } from '#lib/domain/traces/testing/rows.ts'
import { expectExact } from '#lib/domain/traces/testing/totals.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { propertyRuns, timeLimit } from '#lib/platform/testing/soak.ts'
import { ingestLangfuse } from './ingest.ts'
import { at, event, us } from './test-event.ts'

const database = givenDatabase()
const newProject = () => freshProject(database.db)

/** What a program may report about one observation, once each second: values may be corrected and lowered. */
const update = fc.record(
  {
    endTime: fc.integer({ min: 1, max: 90 }).map(at),
    output: fc.constantFrom('a', 'b', null),
    level: fc.constantFrom('ERROR', 'DEFAULT'),
    usage: fc.record({ input: fc.nat(99), output: fc.nat(99) }),
    metadata: fc.dictionary(fc.constantFrom('x', 'y'), fc.nat(9)),
  },
  { requiredKeys: [] },
)

interface Program {
  observations: { of: number; parent: number; creations: number; says: Record<string, unknown>[] }[]
  named: boolean
}
const program: fc.Arbitrary<Program> = fc.record({
  observations: fc.array(
    fc.record({
      of: fc.nat(1),
      parent: fc.nat(5),
      creations: fc.nat(1),
      says: fc.array(update, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  named: fc.boolean(),
})

function eventsOf({ observations, named }: Program): RecordedEvent[] {
  const events = observations.flatMap(({ of, parent, creations, says }, n) =>
    says.map((update, i) =>
      event(`generation-${i <= creations ? 'create' : 'update'}`, n * 10 + i, {
        id: `o${n}`,
        traceId: `t${of}`,
        ...(parent < n && observations[parent]?.of === of && { parentObservationId: `o${parent}` }),
        ...(i === 0 && { startTime: at(n) }),
        ...update,
      }),
    ),
  )
  if (named) events.push(event('trace-create', 70, { id: 't0', name: 'run', userId: 'u', timestamp: at(-5) }))
  return events
}

/** The same by a simple replay in the order of time, without merging: the expected result of each generation. */
function replay({ observations }: Program) {
  const generations = observations.map(({ says }, n) => {
    const last = <K extends string>(key: K) =>
      says.reduce<unknown>((value, update) => (update as Record<string, unknown>)[key] ?? value, null)
    const usage = last('usage') as { input: number; output: number } | null
    const claims = usage !== null && usage.input + usage.output > 0
    const end = last('endTime') as string | null
    return {
      name: 'generation',
      start: us(n),
      end: end === null ? null : Math.max(us(n), Date.parse(end) * 1000),
      input: claims && usage.input > 0 ? usage.input : null,
      output: claims ? usage.output : null,
      status: last('level') === 'ERROR' ? 'error' : 'ok',
      text: last('output'),
    }
  })
  return generations
}

test(
  'any program, in any order, split and sent at once: each observation as a plain replay says, totals as a recount',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        program.chain(drawn => fc.tuple(fc.constant(drawn), anyRequests(eventsOf(drawn)))),
        async ([drawn, requests]) => {
          const ctx = newProject()
          await Promise.all(requests.map(request => ingestLangfuse(ctx, { body: { batch: request } })))
          await expectExact(ctx)
          const rows = await rowsOf(
            ctx,
            `select s.name, s.start_us::float8 as start, s.end_us::float8 as end, s.input_tokens::int as input,
             s.output_tokens::int as output, s.status, p.output as text
           from span s join span_payload p using (project_id, day, trace_id, span_id)
           where s.project_id = $1 and s.kind = 'llm' order by s.start_us`,
          )
          expect(rows).toEqual(replay(drawn))
          const [root] = await rowsOf(
            ctx,
            "select start_us::float8 as start, end_us::float8 as end from span where project_id = $1 and name = 'run'",
          )
          const own = replay(drawn).filter((_, n) => drawn.observations[n]?.of === 0)
          const ends = own.flatMap(({ end }) => (end === null ? [] : [end]))
          const end = own.length === 0 ? us(-5) : ends.length === 0 ? null : Math.max(...ends)
          expect(root).toEqual(drawn.named ? { start: us(-5), end } : undefined)
        },
      ),
      propertyRuns(30),
    )
  },
  timeLimit(120_000),
)
