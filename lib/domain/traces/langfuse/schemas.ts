import { z } from 'zod'

const id = z.string().min(1).max(200)

/** A score as Langfuse's SDKs send it. */
export const langfuseScore = z
  .looseObject({
    id: id.nullish(),
    name: z.string().trim().min(1).max(200),
    value: z.union([z.number(), z.string().min(1).max(10_000), z.boolean()]),
    dataType: z.enum(['NUMERIC', 'BOOLEAN', 'CATEGORICAL', 'TEXT', 'CORRECTION']).nullish(),
    source: z.enum(['API', 'ANNOTATION', 'EVAL']).nullish(),
    traceId: id.nullish(),
    observationId: id.nullish(),
    sessionId: id.nullish(),
    comment: z.string().max(10_000).nullish(),
    // Python's naive times have no offset.
    timestamp: z.iso.datetime({ offset: true, local: true }).nullish(),
  })
  .superRefine((score, { addIssue }) => {
    const fault = (field: string, message: string) => addIssue({ code: 'custom', path: [field], message })
    if (!score.traceId && score.observationId) fault('traceId', 'say which trace the observation is in')
    else if (!score.traceId && !score.sessionId)
      fault('traceId', 'say what is scored: a trace, an observation of one, or a session')
    const problem = misfit(score.dataType ?? null, score.value)
    if (problem) fault('value', problem)
  })
export type LangfuseScore = z.output<typeof langfuseScore>

function misfit(dataType: string | null, value: number | string | boolean): string | null {
  const text = typeof value === 'string'
  if (dataType === 'NUMERIC') return typeof value === 'number' ? null : 'a numeric score is a number'
  if (dataType === 'BOOLEAN')
    return value === 0 || value === 1 || typeof value === 'boolean' ? null : 'a boolean score is 0 or 1'
  if (dataType !== null && !text) return 'this type of score is a text'
  const category = text && dataType !== 'TEXT' && dataType !== 'CORRECTION'
  return category && value.length > 200 ? 'a category has at most 200 characters' : null
}

/** One score, or a list of which each is checked by itself. */
export const langfuseScores = z.union([z.array(z.unknown()).max(1_000), langfuseScore])
export const langfuseScoresAnswer = z.strictObject({
  id: z.string().optional(),
  ids: z.array(z.string()).optional(),
  message: z.literal('Accepted').optional(),
  accepted: z.int().optional(),
  rejected: z.int().optional(),
  errors: z.array(z.strictObject({ message: z.string() })).optional(),
})

/** A batch of the older SDKs; each event is checked by itself, so that a bad one costs no other. */
export const langfuseBatch = z.looseObject({ batch: z.array(z.unknown()).max(2_000) })
export const langfuseBatchAnswer = z.strictObject({
  successes: z.array(z.strictObject({ id: z.string(), status: z.int() })),
  errors: z.array(z.strictObject({ id: z.string(), status: z.int(), message: z.string(), error: z.string() })),
})

const named = z.strictObject({ id: z.string(), name: z.string() })
export const langfuseProjects = z.strictObject({
  data: z.array(
    z.strictObject({ id: z.string(), name: z.string(), organization: named, metadata: z.strictObject({}) }),
  ),
})
