import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { defaultPrompt } from './default-prompt.ts'

const name = z.string().trim().min(1).max(200)
const rate = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,6})?$/, 'Not an amount in USD with at most six places')
  .meta({ examples: ['2.50'] })

/** How a score is found from the output of an agent. */
export const scorer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact') }).meta({ description: '1 where the output is the expected one' }),
  z.strictObject({ kind: z.literal('contains-findings') }).meta({ description: 'Share of the expected findings' }),
  z.strictObject({ kind: z.literal('regex'), pattern: z.string().min(1).max(1_000) }).meta({ description: 'RE2' }),
  z.strictObject({ kind: z.literal('json-schema'), schema: z.record(z.string(), z.json()) }),
  z.strictObject({ kind: z.literal('similarity') }).meta({ description: 'ROUGE-L with the expected output' }),
  z.strictObject({ kind: z.literal('judge'), judge: name }).meta({ description: 'A model, as configured' }),
])
export type Scorer = z.output<typeof scorer>

/** What is scored. It is stored when the score becomes due, and does not change afterwards. */
export interface Material {
  input: string
  output: string
  expectedOutput?: string
  expectedFindings?: readonly string[]
}

export const judgeFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  url: z
    .string()
    .max(2_000)
    .meta({ title: 'Address', description: 'Address of an OpenAI-compatible API: https://api.openai.com/v1' }),
  model: name.meta({ title: 'Model' }),
  key: optional(z.string().min(1).max(2_000)).meta({
    title: 'API key',
    description: 'Stored encrypted: it is read as sealed:…, which can be sent back to keep it. Default: none is sent',
  }),
  prompt: z.string().min(1).max(20_000).default(defaultPrompt).meta({
    title: 'Prompt',
    description: '{{criterion}}, {{input}}, {{output}} and {{expected}} are filled in',
    contentMediaType: 'text/markdown',
  }),
  maxTokens: z.int().min(16).max(8_000).default(500).meta({ title: 'Output tokens', description: 'At most' }),
  passAt: z.number().min(0).max(1).default(0.5).meta({
    title: 'Passes at',
    description: 'The score from which it counts as a yes when it is compared with people',
  }),
  inputUsdPerMillion: optional(rate).meta({ title: 'Input, USD per million tokens' }),
  outputUsdPerMillion: optional(rate).meta({ title: 'Output, USD per million tokens' }),
  dailyUsd: optional(rate).meta({
    title: 'Budget a day, USD',
    description: 'Per day in UTC. Once it is spent the judge is not asked, and answers that wait fail',
  }),
  attempts: z.int().min(1).max(10).default(4).meta({ title: 'Attempts', description: 'Before a score fails' }),
}
export type Judge = z.output<z.ZodObject<typeof judgeFields>>

/** With fewer pairs the agreement is uncertain. */
export const fewestPairs = 30

/** How often a judge and people agree, on what both have scored. */
export const agreement = z.strictObject({
  pairs: z.int().meta({ description: `Fewer than ${fewestPairs} prove little` }),
  agreed: z.int(),
  kappa: z.number().nullable().meta({ description: 'Cohen’s kappa. Null: too few pairs, or all scores are the same' }),
  interval: z.tuple([z.number(), z.number()]).nullable().meta({ description: 'In 95 of 100 cases' }),
  bothPass: z.int(),
  bothFail: z.int(),
  onlyJudgePasses: z.int(),
  onlyPeoplePass: z.int(),
})
export type Agreement = z.output<typeof agreement>

export const judgeReport = z
  .strictObject({
    slug: name,
    version: z.int().meta({ description: 'The revision in use' }),
    versions: z.array(
      z.strictObject({
        version: z.int(),
        model: name,
        prompt: z.string(),
        since: z.iso.datetime({ precision: 6 }),
        by: z.string(),
        scored: z.int(),
        failed: z.int(),
        costUsd: z.string().nullable().meta({ description: 'Null: a call has no known cost' }),
        agreement,
      }),
    ),
    waiting: z.int(),
    spentTodayUsd: z.string().nullable().meta({ description: 'Null: a call of today has no known cost' }),
    countedTodayUsd: z.string().meta({
      description:
        'What counts against `dailyUsd`: what is spent, and what calls may cost at most that are under way or have no known cost',
    }),
    failures: z
      .array(z.strictObject({ reason: z.string(), count: z.int(), lastAt: z.iso.datetime({ precision: 6 }) }))
      .meta({ description: 'Why scores could not be found in the last seven days, the most frequent five' }),
    disagreements: z
      .array(
        z.strictObject({
          traceId: z.string().nullable(),
          evalRunId: z.string().nullable().meta({ description: 'Where an output of an eval run was scored' }),
          scenario: z.string().nullable(),
          criterion: name,
          version: z.int(),
          judge: z.number(),
          people: z.number(),
          reason: z.string().nullable(),
        }),
      )
      .meta({ description: 'Newest first, at most fifty' }),
  })
  .meta({ id: 'JudgeReport' })
export type JudgeReport = z.output<typeof judgeReport>
