import { z } from 'zod'
import { paging } from '#lib/shared/paging.ts'
import { runItem } from '../runs/schemas.ts'
import { name, usd, verdicts } from '../schemas.ts'

export const verdictAnswer = z.strictObject({
  runId: z.string(),
  suite: name,
  suiteVersion: z.int(),
  verdict: z.enum(verdicts),
  reasons: z.array(z.string()).meta({ description: 'Why, in sentences' }),
  lacks: z.array(z.string()).meta({ description: 'What is missing for a decision' }),
  average: z.number().nullable(),
  threshold: z.number(),
  margin: z.number(),
  baselineRunId: z.string().nullable(),
  baselineAverage: z.number().nullable(),
  pairs: z.int().meta({ description: 'Scenarios that both runs have scored' }),
  delta: z.number().nullable().meta({ description: 'Mean difference to the baseline, paired by scenario' }),
  interval: z.tuple([z.number(), z.number()]).nullable().meta({ description: '95 % confidence interval' }),
  moreRunsNeeded: z.int().nullable().meta({
    description: 'Runs that would decide as repeats, of this one and of a new baseline; null: they would not',
  }),
  moreScenariosNeeded: z.int().nullable().default(null).meta({ description: 'Scenarios that would decide' }),
  criteria: z.array(
    z.strictObject({
      name,
      average: z.number().nullable(),
      threshold: z.number().nullable(),
      baseline: z.number().nullable(),
      delta: z.number().nullable().default(null).meta({ description: 'To the baseline, paired by scenario' }),
      interval: z.tuple([z.number(), z.number()]).nullable().default(null),
    }),
  ),
  worst: z.array(
    z.strictObject({
      scenario: name,
      score: z.number().nullable(),
      baseline: z.number().nullable(),
      delta: z.number().nullable(),
    }),
  ),
  flaky: z.array(z.strictObject({ scenario: name, passed: z.int(), repeats: z.int() })),
  trajectory: z.array(z.strictObject({ scenario: name, broken: z.array(z.string()) })),
  cost: z.strictObject({ perScenarioUsd: usd.nullable(), baselinePerScenarioUsd: usd.nullable() }),
  latency: z.strictObject({ meanMs: z.number().nullable(), baselineMeanMs: z.number().nullable() }),
  scoring: z.int().default(0).meta({ description: 'Scores that are still being found' }),
  judges: z
    .array(
      z.strictObject({
        judge: name,
        version: z.int(),
        pairs: z.int(),
        kappa: z.number().nullable().meta({ description: 'Cohen’s kappa with people’s scores of the same traces' }),
      }),
    )
    .default([]),
  scoringCostUsd: usd
    .nullable()
    .default(null)
    .meta({ description: 'Cost of the judges, separate from the cost of the agent' }),
  markdown: z.string().meta({ description: 'The verdict as Markdown, for a pull request' }),
})

export type Verdict = z.output<typeof verdictAnswer>
const cell = z.strictObject({ score: z.number().nullable(), passed: z.boolean().nullable() })

const comparedCase = z.strictObject({
  scenario: name,
  input: z.string(),
  expected: z.string().nullable().meta({ description: 'Its expected findings or its expected output; null: neither' }),
  tags: z.array(z.string()),
  runs: z.array(
    z.strictObject({
      score: z.number().nullable(),
      criteria: z.array(cell),
      output: z.string().nullable(),
      traceId: z.string().nullable(),
      costUsd: usd.nullable().meta({ description: 'Of a repeat, on average' }),
      repeats: z.int(),
    }),
  ),
  delta: z.number().nullable(),
})

export const compareQuery = z.strictObject({
  runs: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(z.string().min(1).max(60)).min(1).max(5))
    .meta({
      description: 'One to five runs of one suite, by comma; the first is the one that the others are compared with',
    }),
  only: z.enum(['all', 'worse']).default('all'),
  ...paging,
})

export const compareAnswer = z.strictObject({
  suite: name,
  criteria: z.array(name),
  runs: z.array(runItem),
  items: z.array(comparedCase),
  worse: z.int(),
  better: z.int(),
  nextCursor: z.string().nullable(),
})
