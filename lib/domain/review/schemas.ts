import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'

const name = z.string().trim().min(1).max(200)

/** Which traces people review, and what they are asked. */
export const reviewRuleFields = {
  pick: z.enum(['sample', 'low-score']).meta({
    title: 'Pick',
    description: 'sample: a share of the traces; low-score: every trace with a score below a value',
  }),
  percent: optional(z.number().gt(0).max(100)).meta({
    title: 'Percent of traces',
    description: 'For a sample. Chosen by a hash of the trace id: the same traces for every rule with the same share',
  }),
  scoreName: optional(name).meta({ title: 'Score', description: 'Its name; of a low score' }),
  below: optional(z.number().min(-1e9).max(1e9)).meta({ title: 'Below', description: 'Of a low score' }),
  agent: optional(name).meta({ title: 'Agent', description: 'Default: every agent' }),
  environment: optional(name).meta({ title: 'Environment', description: 'Default: all of them' }),
  ask: name.meta({ title: 'Score to give', description: 'Name of the score that reviewers write' }),
  answer: z.enum(['five', 'boolean']).default('five').meta({
    title: 'Answer',
    description: 'five: a number from 1 to 5; boolean: yes or no',
  }),
  question: optional(z.string().max(500)).meta({ title: 'Question', description: 'What the reviewer reads' }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
}
const reviewRule = z.object(reviewRuleFields)
export type ReviewRule = z.output<typeof reviewRule>
export const readRule = (body: unknown): ReviewRule => reviewRule.parse(body)

const time = z.iso.datetime({ precision: 6 })

export const reviewItem = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    traceId: z.string(),
    queuedAt: time,
    ask: z.string(),
    answer: z.enum(['five', 'boolean']),
    question: z.string().nullable(),
    claimedUntil: time.meta({ description: 'Nobody else gets it until then' }),
  })
  .meta({ id: 'ReviewItem' })
export type ReviewItem = z.output<typeof reviewItem>

export const nextBody = z.strictObject({
  rule: name.optional().meta({ description: 'Only of this rule' }),
  release: z.string().max(60).optional().meta({ description: 'Leave this one to others, and continue after it' }),
})
export const nextAnswer = z.strictObject({
  item: reviewItem.nullable().meta({ description: 'null: nothing is waiting, or others are reviewing it' }),
})

export const finishBody = z.union([
  z.strictObject({
    value: z
      .union([z.int().min(1).max(5), z.boolean()])
      .meta({ description: '1 to 5, or a boolean, as the rule asks' }),
    comment: z.string().max(10_000).nullish(),
  }),
  z.strictObject({ skip: z.literal(true) }),
])
export type FinishBody = z.output<typeof finishBody>
export const finishAnswer = z.strictObject({ id: z.string(), status: z.enum(['scored', 'skipped']) })

export const queueAnswer = z
  .strictObject({
    rules: z.array(
      z.strictObject({
        rule: z.string(),
        waiting: z.int(),
        scored: z.int(),
        skipped: z.int(),
      }),
    ),
    waiting: z.int(),
  })
  .meta({ id: 'ReviewQueue' })
export type ReviewQueue = z.output<typeof queueAnswer>
