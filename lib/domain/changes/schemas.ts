import { z } from 'zod'
import { sloStates } from '#lib/domain/slos/rules.ts'
import { instant } from '#lib/shared/instant.ts'
import { presets } from '#lib/shared/time-range.ts'

const comparedBy = ['agent', 'framework'] as const
export type ComparedBy = (typeof comparedBy)[number]

export const changesQuery = z.strictObject({
  by: z.enum(comparedBy).default('agent'),
  environment: z.string().min(1).max(200).optional(),
  last: z.enum(presets).optional().meta({ description: 'A range that ends now; 24h if no range is given' }),
  from: instant.optional(),
  to: instant.optional().meta({ description: 'Exclusive; with from, instead of last' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ChangesQuery = z.output<typeof changesQuery>

const change = z
  .strictObject({
    direction: z.enum(['up', 'down', 'same']).nullable(),
    absolute: z.number().nullable().meta({ description: 'Now − before, in the unit of the figure' }),
    relative: z.number().nullable().meta({ description: 'Now / before − 1' }),
    chance: z.number().nullable().meta({ description: 'How often chance alone gives a difference this large' }),
    significant: z.boolean(),
    verdict: z.enum(['better', 'worse', 'neutral']),
    whyNot: z.enum(['unknown', 'partial', 'few', 'noise', 'small']).nullable(),
  })
  .meta({ id: 'Change', description: 'The rule is in docs/changes.md' })

const figure = z.strictObject({ value: z.number().nullable(), before: z.number().nullable(), change })
const money = figure.extend({ value: z.string().nullable(), before: z.string().nullable() })

export const figureNames = ['errors', 'quality', 'cost', 'p95'] as const
export type FigureName = (typeof figureNames)[number]

const finding = z.strictObject({
  figure: z.enum(figureNames),
  verdict: z.enum(['better', 'worse']),
  absolute: z.number(),
  relative: z.number().nullable(),
  release: z.string().nullable().meta({ description: 'The release whose first appearance best explains the change' }),
  since: instant.nullable(),
})
export type Finding = z.output<typeof finding>

const compared = z.strictObject({
  key: z.string().nullable().meta({ description: 'null: spans that name none' }),
  framework: z.string().nullable(),
  health: z.enum(['critical', 'worse', 'steady', 'unknown']),
  slo: z
    .strictObject({ slug: z.string(), status: z.enum(sloStates), budgetLeft: z.number().nullable() })
    .nullable()
    .meta({ description: 'Its worst service level; null: it has none' }),
  requests: figure,
  errors: figure.meta({ description: 'Share of requests that failed' }),
  quality: figure
    .extend({
      name: z.string().nullable(),
      source: z.string().nullable().meta({ description: 'null: from anywhere' }),
      count: z.int(),
      scoredShare: z
        .number()
        .nullable()
        .meta({ description: 'Of the traces that it began, how many have this score; null: it began none' }),
    })
    .meta({ description: 'The score that the agent is registered with, or else the one with the most values' }),
  cost: money.meta({ description: 'Cost per request in US dollars' }),
  p95: figure.meta({ description: 'Duration of requests in milliseconds, 95th percentile' }),
  spark: z.array(z.number()).meta({ description: 'Requests by bucket of the range, whole buckets only' }),
  findings: z.array(finding).meta({ description: 'What is called a change, the worst first' }),
})
export type Compared = z.output<typeof compared>

const bounds = z.strictObject({ from: instant, to: instant })

export const changesAnswer = z
  .strictObject({
    range: bounds,
    before: bounds,
    items: z.array(compared).meta({ description: 'By service level, then the worst first, then by requests' }),
    total: z.int().meta({ description: 'All agents that had requests in one of the ranges' }),
    compared: z.int().meta({ description: 'How many of them were compared: those with most requests' }),
    worse: z.int(),
  })
  .meta({ id: 'Changes' })
