import { z } from 'zod'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { traceId } from '#lib/shared/trace-ids.ts'

const name = z.string().trim().min(1).max(200)
const time = z.iso.datetime({ precision: 6 })

export const violation = z
  .strictObject({
    id: z.string(),
    agent: z.string(),
    runId: z.string(),
    traceId: z.string().meta({ description: 'The first trace of the run' }),
    measure: z.enum(['llmCalls', 'toolCalls', 'tokens', 'usd', 'seconds']),
    tool: z.string().nullable().meta({ description: 'Where the limit is on the calls of one tool' }),
    budget: z.string().nullable().meta({ description: 'Null: the limits that hold where none is set' }),
    environment: z.string().nullable(),
    release: z.string().nullable(),
    limit: z.string(),
    used: z.string(),
    message: z.string(),
    startedAt: time.meta({ description: 'Beginning of the run' }),
    at: time.meta({ description: 'When it was found' }),
  })
  .meta({ id: 'RunViolation' })

export const violationPage = pageOf(violation)
export const violationQuery = z.strictObject({
  agent: name.optional(),
  runId: name.optional(),
  traceId: traceId.optional(),
  budget: name.optional(),
  ...paging,
})
