import { z } from 'zod'
import { wholeScore } from '#lib/domain/traces/score-schemas.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { levels, modes, name, share, time, usd, verdicts } from '../schemas.ts'

export const startBody = z.strictObject({
  suite: name,
  suiteVersion: z.int().min(1).optional().meta({ description: 'Default: the newest' }),
  level: z.enum(levels).optional().meta({ description: 'Default: that of the suite' }),
  mode: z.enum(modes).meta({ description: 'mocked: no model was asked; real: the model answered' }),
  agent: name.optional(),
  release: name.optional(),
  commit: name.optional(),
  branch: name.optional(),
  baselineRunId: z.string().min(1).max(60).optional().meta({ description: 'Instead of the baseline that is pinned' }),
})

export const resultRow = z.strictObject({
  scenario: name,
  repeat: z.int().min(1).max(1_000).default(1),
  criterion: name,
  score: share,
  passed: z.boolean().optional().meta({ description: 'Whether it is good enough; default: decided by the threshold' }),
  comment: z.string().max(4_000).optional(),
  output: z.string().max(100_000).optional(),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'Not a trace id of 32 lower-case hexadecimal digits')
    .optional(),
  durationMs: z.number().min(0).max(1e9).optional(),
  costUsd: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,9})?$/, 'Not an amount in USD with at most nine places')
    .optional(),
  tools: z.array(name).max(1_000).optional().meta({ description: 'Tools that were called, in their order' }),
  steps: z.int().min(0).max(1_000_000).optional(),
})

export type ResultRow = z.output<typeof resultRow>

/** What the agent answered and did in a repeat, for criteria that Holdpoint scores. */
const outputRow = resultRow.omit({ criterion: true, score: true, passed: true, comment: true })

export type OutputRow = z.output<typeof outputRow>

export const reportBody = z
  .strictObject({
    results: z.array(resultRow).max(5_000).default([]),
    outputs: z
      .array(outputRow)
      .max(5_000)
      .default([])
      .meta({ description: 'What was answered, without scores: criteria with a scorer are scored from it' }),
  })
  .refine(({ results, outputs }) => results.length + outputs.length > 0, { message: 'Neither results nor outputs' })

export const reportAnswer = z.strictObject({
  stored: z.int().meta({ description: 'Scores that are new or differ from those reported before' }),
  unchanged: z.int(),
  toScore: z.int().meta({ description: 'Scores that the worker computes from the outputs' }),
})

export const runItem = z.strictObject({
  id: z.string(),
  suite: name,
  suiteVersion: z.int(),
  level: z.enum(levels),
  mode: z.enum(modes),
  agent: name.nullable(),
  release: name.nullable(),
  commit: name.nullable(),
  branch: name.nullable(),
  state: z.enum(['running', 'scoring', 'finished']),
  scenarios: z.int(),
  scored: z.int().meta({ description: 'Scenarios with at least one score' }),
  verdict: z.enum(verdicts).nullable(),
  average: z.number().nullable(),
  delta: z.number().nullable(),
  baselineRunId: z.string().nullable(),
  startedAt: time,
  startedBy: z.string(),
  finishedAt: time.nullable(),
  revision: z.int(),
})

export type RunItem = z.output<typeof runItem>
/** A run with the scores that people and programs gave it as a whole. */
export const runDetail = z.strictObject({
  ...runItem.shape,
  scores: z
    .array(wholeScore)
    .meta({ description: 'Of the run as a whole, from `POST /api/v1/scores`: 100 at most, newest first' }),
})
export const runPage = pageOf(runItem)

export const runQuery = z.strictObject({
  suite: name.optional(),
  agent: name.optional(),
  release: name.optional(),
  verdict: z.enum(verdicts).optional(),
  ...paging,
})

export const caseQuery = z.strictObject({ scenario: name })

export const caseAnswer = z.strictObject({
  scenario: name,
  input: z.json(),
  expectedOutput: z.string().nullable(),
  expectedFindings: z.array(z.string()),
  tags: z.array(z.string()),
  repeats: z.array(
    z.strictObject({
      repeat: z.int(),
      output: z.string().nullable(),
      traceId: z.string().nullable(),
      durationMs: z.number().nullable(),
      costUsd: usd.nullable(),
      tools: z.array(z.string()).nullable(),
      steps: z.int().nullable(),
      scores: z.array(
        z.strictObject({
          ...{ criterion: name, score: z.number(), passed: z.boolean(), comment: z.string().nullable() },
          judge: z
            .strictObject({
              ...{ slug: name, version: z.int() },
              agree: z.int().meta({ description: 'People who marked its yes or no as right' }),
              disagree: z.int(),
              own: z.boolean().nullable().meta({ description: 'How you marked it; null: not at all' }),
            })
            .nullable()
            .meta({ description: 'The judge that gave it; null: another scorer, or it was reported' }),
        }),
      ),
    }),
  ),
})

export const importQuery = z.strictObject({
  suite: name,
  level: z.enum(levels).optional(),
  mode: z.enum(modes).default('mocked'),
  agent: name.optional(),
  release: name.optional(),
  commit: name.optional(),
  branch: name.optional(),
})
