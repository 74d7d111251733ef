import { z } from 'zod'
import { spanId, traceId } from '#lib/shared/trace-ids.ts'

const scored = {
  id: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Chosen by you, so that a repeat is the same score; otherwise generated' }),
  name: z.string().trim().min(1).max(200),
  source: z.enum(['human', 'code', 'judge']).default('code'),
  comment: z.string().max(10_000).nullish(),
  traceId: traceId.optional(),
  spanId: spanId.optional().meta({ description: 'Together with its traceId' }),
  sessionId: z.string().min(1).max(200).optional(),
  runId: z.string().min(1).max(500).optional().meta({
    description: 'A run of an agent: the name that its client gave it (`holdpoint.run.id`), else its first trace',
  }),
  evalRunId: z.string().min(1).max(60).optional().meta({ description: 'An eval run as a whole' }),
}

/** What a score may be of: one of them. A span needs its trace. */
const wholes = ['traceId', 'sessionId', 'runId', 'evalRunId'] as const

export const scoreBody = z
  .discriminatedUnion('dataType', [
    z.strictObject({ ...scored, dataType: z.literal('numeric'), value: z.number() }),
    z.strictObject({ ...scored, dataType: z.literal('boolean'), value: z.boolean() }),
    z.strictObject({ ...scored, dataType: z.literal('categorical'), value: z.string().trim().min(1).max(200) }),
  ])
  .superRefine((score, { addIssue }) => {
    const [first, second] = wholes.filter(what => score[what] !== undefined)
    if (first === undefined) {
      addIssue({ code: 'custom', path: ['traceId'], message: 'traceId, sessionId, runId or evalRunId is needed' })
    } else if (second !== undefined) {
      const message = `a score is of one thing: send ${first} or ${second}, not both`
      addIssue({ code: 'custom', path: [second], message })
    }
  })
  .refine(score => score.spanId === undefined || score.traceId !== undefined, {
    message: 'a span is found in its trace: traceId is needed',
    path: ['traceId'],
  })
export type ScoreBody = z.output<typeof scoreBody>
export const scoreAnswer = z.strictObject({ id: z.string() })

/** A score of something as a whole, as its page shows it. */
export const wholeScore = z.strictObject({
  id: z.string(),
  name: z.string(),
  dataType: z.enum(['numeric', 'boolean', 'categorical']),
  value: z.number().nullable(),
  label: z.string().nullable(),
  comment: z.string().nullable(),
  source: z.enum(['human', 'code', 'judge']),
  at: z.iso.datetime({ precision: 6 }),
})
export type WholeScore = z.output<typeof wholeScore>

const scoreSources = ['human', 'code', 'judge'] as const

const number = '-?\\d+(?:\\.\\d+)?(?:e-?\\d{1,3})?'
const testForm = new RegExp(
  `^([^<>=]{1,200}?)(?:@(${scoreSources.join('|')}))?(?:(?:>=(${number}))?(?:<(${number}))?|=(.{1,200}))$`,
  's',
)

/** What a score must be: `quality`, `quality@human`, `quality<0.5`, `quality>=0.5<0.7`, `tone=rude`. */
export const scoreTest = z
  .string()
  .regex(testForm, 'a name, then @source, then <number, >=number, both, or =label')
  .transform(text => {
    const [, name = '', source, from, below, label] = testForm.exec(text) ?? []
    const bound = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits))
    return { name, source, from: bound(from), below: bound(below), label }
  })
export type ScoreTest = z.output<typeof scoreTest>
/** The same as it is written. */
export const scoreTestText = z.string().regex(testForm, 'a name, then @source, then <number, >=number, both, or =label')
