import { z } from 'zod'
import { instant } from '#lib/shared/instant.ts'

const text = z.string().max(100_000)
const usd = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'Dollars as a decimal text: 0.0123')

const answer = z.strictObject({
  output: text.nullable().default(null).meta({ description: 'Null: it failed, or took too long' }),
  error: z.string().max(2_000).nullable().default(null),
  score: z.number().min(0).max(1).nullable().default(null),
  costUsd: usd.nullable().default(null),
  milliseconds: z.number().min(0).nullable().default(null),
})
export type Answer = z.output<typeof answer>

const toolCall = z.strictObject({
  tool: z.string().min(1).max(200),
  intercepted: z.boolean().meta({ description: 'False: it is on the list of tools that may run in the shadow' }),
})
const shadowAnswer = answer.extend({ toolCalls: z.array(toolCall).max(200).default([]) })
export type ShadowAnswer = z.output<typeof shadowAnswer>

export const arms = ['shadow', 'anchor', 'noise'] as const
const pair = z.strictObject({
  requestId: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'The request that both answered; the same request again is the same pair' }),
  arm: z.enum(arms).default('shadow').meta({
    description:
      'noise: production asked again, to learn how much the judge varies; anchor: the answer of the anchor takes the place of production’s',
  }),
  input: text,
  production: answer,
  shadow: shadowAnswer,
})
export type Pair = z.output<typeof pair>

export const reportBody = z.strictObject({
  rollout: z.string().min(1).max(100),
  pairs: z.array(pair).min(1).max(100),
})
export const reportAnswer = z
  .strictObject({
    stored: z.int().meta({ description: 'Pairs that were new, or to which a score was added' }),
    known: z.int().meta({ description: 'Pairs that were there already, unchanged' }),
  })
  .meta({ id: 'ShadowReport' })

const armAnswer = z.strictObject({
  pairs: z.int(),
  scored: z.int(),
  mean: z.number().nullable().meta({ description: 'Score of the shadow minus that of production' }),
  spread: z.number().nullable(),
})
export const shadowAnswerSchema = z
  .strictObject({
    shadow: armAnswer,
    anchor: armAnswer.meta({ description: 'The same against the anchor of the rollout' }),
    noise: armAnswer.meta({ description: 'Production against itself' }),
    coverage: z.number().nullable().meta({ description: 'Share of production that was mirrored; null: unknown' }),
    errors: z.int().meta({ description: 'Answers of the shadow that failed; no user saw them' }),
    costUsd: z
      .strictObject({ production: usd.nullable(), shadow: usd.nullable() })
      .meta({ description: 'Of all pairs; null where no cost was reported' }),
    intercepted: z.int(),
    items: z
      .array(
        z.strictObject({
          ...{ id: z.string(), requestId: z.string(), arm: z.enum(arms), at: instant, input: z.string() },
          ...{ production: answer, shadow: shadowAnswer, difference: z.number().nullable() },
        }),
      )
      .meta({ description: 'The worst 50 first' }),
  })
  .meta({ id: 'Shadow' })
export type ShadowView = z.output<typeof shadowAnswerSchema>

export const shadowQuery = z.strictObject({ rollout: z.string().min(1).max(100) })
