import { z } from 'zod'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'

const scored = {
  id: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Yours, so that a repeat is the same score; else made' }),
  name: z.string().trim().min(1).max(200),
  source: z.enum(['human', 'code', 'judge']).default('code'),
  comment: z.string().max(10_000).nullish(),
  traceId: traceId.optional(),
  spanId: spanId.optional().meta({ description: 'Together with its traceId' }),
  sessionId: z.string().min(1).max(200).optional(),
}

export const scoreBody = z
  .discriminatedUnion('dataType', [
    z.strictObject({ ...scored, dataType: z.literal('numeric'), value: z.number() }),
    z.strictObject({ ...scored, dataType: z.literal('boolean'), value: z.boolean() }),
    z.strictObject({ ...scored, dataType: z.literal('categorical'), value: z.string().trim().min(1).max(200) }),
  ])
  .refine(score => score.traceId !== undefined || score.sessionId !== undefined, {
    message: 'traceId or sessionId is needed',
    path: ['traceId'],
  })
  .refine(score => score.spanId === undefined || score.traceId !== undefined, {
    message: 'a span is found in its trace: traceId is needed',
    path: ['traceId'],
  })
export type ScoreBody = z.output<typeof scoreBody>
export const scoreAnswer = z.strictObject({ id: z.string() })
