import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'

const name = z.string().trim().min(1).max(200)

/** Which traces are scored when they end, and how. */
export const scoringRuleFields = {
  score: name.meta({ title: 'Score', description: 'Name of the score that is written on the trace' }),
  agent: optional(name).meta({ title: 'Agent', description: 'Default: every agent' }),
  environment: optional(name).meta({ title: 'Environment', description: 'Default: all of them' }),
  percent: z
    .number()
    .gt(0)
    .max(100)
    .meta({ title: 'Percent of traces', description: 'By a hash of the trace id: the same traces for the same share' }),
  by: z.enum(['judge', 'regex', 'json-schema']).meta({ title: 'Scored by' }),
  judge: optional(name).meta({ title: 'Judge', description: 'Where a judge scores' }),
  pattern: optional(z.string().min(1).max(1_000)).meta({
    title: 'Pattern',
    description: 'Where a regex scores: RE2, anywhere in the output',
  }),
  schema: optional(z.record(z.string(), z.json())).meta({
    title: 'JSON Schema',
    description: 'Where a JSON Schema scores',
  }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
}
const scoringRule = z.object(scoringRuleFields)
export type ScoringRule = z.output<typeof scoringRule>
export const readScoringRule = (body: unknown): ScoringRule => scoringRule.parse(body)
