import { z } from 'zod'
import { scorer } from '#lib/domain/judges/schemas.ts'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

export const levels = ['unit', 'integration', 'evaluation'] as const
export const modes = ['mocked', 'real'] as const
export const verdicts = ['pass', 'fail', 'inconclusive'] as const

const name = z.string().trim().min(1).max(200)
const share = z.number().min(0).max(1)
const time = z.iso.datetime({ precision: 6 })
const usd = z.string()

const trajectory = z.strictObject({
  tools: z.array(name).max(100).default([]).meta({ description: 'Tools that must be called' }),
  inOrder: z.boolean().default(false).meta({ description: 'In this order; others may stand between' }),
  forbidden: z.array(name).max(100).default([]).meta({ description: 'Tools that must not be called' }),
  maxToolCalls: z.int().min(0).max(100_000).optional(),
  maxSteps: z.int().min(0).max(100_000).optional(),
})

export const scenario = z.strictObject({
  id: name,
  input: z.json().meta({ description: 'What the agent is given' }),
  expectedOutput: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: 'For the scorers exact and similarity' }),
  expectedFindings: z.array(z.string().min(1).max(2_000)).max(100).optional(),
  tags: z.array(z.string().min(1).max(100)).max(50).optional(),
  trajectory: trajectory.optional(),
})

const criterion = z.strictObject({
  name,
  weight: z.number().positive().max(1_000).default(1),
  threshold: share.optional().meta({ description: 'What the average of this criterion must reach' }),
  scorer: scorer.optional().meta({ description: 'Scored here, from the output; left out: scores are reported' }),
})

const distinct = <T>(items: readonly T[], keyOf: (item: T) => string) => new Set(items.map(keyOf)).size === items.length

export const suiteFields = {
  description: optional(z.string().max(2_000)),
  agent: optional(name),
  level: z.enum(levels).meta({ title: 'Level' }),
  fromImports: z
    .boolean()
    .default(false)
    .meta({ title: 'From imports', description: 'Its scenarios follow the files that are imported' }),
  proposals: z.boolean().default(true).meta({
    title: 'Proposals',
    description: 'Traces of its agent that failed or scored badly are proposed as scenarios; a person accepts them',
  }),
  threshold: share.default(0.75).meta({ title: 'Threshold', description: 'What the average of a run must reach' }),
  margin: share
    .default(0.05)
    .meta({ title: 'Margin', description: 'How much worse than the baseline is still as good' }),
  criteria: z
    .array(criterion)
    .min(1)
    .max(50)
    .refine(list => distinct(list, each => each.name), { message: 'Two criteria have the same name' })
    .default([
      { name: 'accuracy', weight: 1 },
      { name: 'completeness', weight: 1 },
      { name: 'actionability', weight: 1 },
    ]),
  scenarios: z
    .array(scenario)
    .min(1)
    .max(10_000)
    .refine(list => distinct(list, each => each.id), { message: 'Two scenarios have the same id' }),
}

export type Suite = z.output<z.ZodObject<typeof suiteFields>>
export type Scenario = z.output<typeof scenario>
export type Criterion = z.output<typeof criterion>

export const suiteItem = z.strictObject({
  slug: name,
  version: z.int(),
  agent: name.nullable(),
  level: z.enum(levels),
  threshold: share,
  scenarios: z.int(),
  criteria: z.array(name),
  baselineRunId: z.string().nullable(),
  lastRun: z
    .strictObject({ id: z.string(), at: time, verdict: z.enum(verdicts).nullable(), average: z.number().nullable() })
    .nullable(),
  trend: z
    .array(
      z.strictObject({
        ...{ id: z.string(), release: name.nullable(), commit: name.nullable(), at: time },
        ...{ average: z.number().nullable(), verdict: z.enum(verdicts).nullable() },
      }),
    )
    .meta({ description: 'Its last finished runs, oldest first' }),
  updatedAt: time,
})
export const suitePage = pageOf(suiteItem)
export const suiteQuery = z.strictObject({ ...paging })

export const startBody = z.strictObject({
  suite: name,
  suiteVersion: z.int().min(1).optional().meta({ description: 'The newest, unless said' }),
  level: z.enum(levels).optional().meta({ description: "The suite's, unless said" }),
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
  passed: z.boolean().optional().meta({ description: 'Whether it is good enough; by the threshold, unless said' }),
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

/** What a repeat answered and did, for criteria that are scored here. */
export const outputRow = resultRow.omit({ criterion: true, score: true, passed: true, comment: true })
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
  toScore: z.int().meta({ description: 'Scores that the worker finds from the outputs' }),
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
export const runPage = pageOf(runItem)
export const runQuery = z.strictObject({
  suite: name.optional(),
  agent: name.optional(),
  release: name.optional(),
  verdict: z.enum(verdicts).optional(),
  ...paging,
})

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
  interval: z.tuple([z.number(), z.number()]).nullable().meta({ description: 'In which it lies in 95 of 100 cases' }),
  moreRunsNeeded: z.int().nullable(),
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
        kappa: z.number().nullable().meta({ description: "Cohen's, with what people said of the same traces" }),
      }),
    )
    .default([]),
  scoringCostUsd: usd
    .nullable()
    .default(null)
    .meta({ description: 'What the judges cost; apart from the cost of the agent' }),
  markdown: z.string().meta({ description: 'The same for a pull request' }),
})
export type Verdict = z.output<typeof verdictAnswer>

const cell = z.strictObject({ score: z.number().nullable(), passed: z.boolean().nullable() })
export const comparedCase = z.strictObject({
  scenario: name,
  input: z.string(),
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
        z.strictObject({ criterion: name, score: z.number(), passed: z.boolean(), comment: z.string().nullable() }),
      ),
    }),
  ),
})

export const baselineBody = z.strictObject({ evalRunId: z.string().min(1).max(60) })
export const baselineAnswer = z.strictObject({
  suite: name,
  evalRunId: z.string(),
  pinnedAt: time,
  pinnedBy: z.string(),
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

export const scenarioQuery = z.strictObject({
  mode: z.enum(['add', 'replace']).default('add').meta({ description: 'add: those of another id stay' }),
  expectedRevision: z.coerce.number().int().min(1).optional(),
})
export const scenariosAnswer = z.strictObject({
  suite: name,
  version: z.int(),
  scenarios: z.int().meta({ description: 'Of the suite now' }),
  added: z.int(),
})
