import { z } from 'zod'
import { scorer } from '#lib/domain/judges/schemas.ts'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { levels, name, share, time, verdicts } from '../schemas.ts'

const trajectory = z.strictObject({
  tools: z.array(name).max(100).default([]).meta({ description: 'Tools that must be called' }),
  inOrder: z.boolean().default(false).meta({ description: 'In this order; others may come in between' }),
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
  threshold: share.optional().meta({ description: 'The average that this criterion must reach' }),
  scorer: scorer.optional().meta({ description: 'Scored here, from the output; default: scores are reported' }),
})

const distinct = <T>(items: readonly T[], keyOf: (item: T) => string) => new Set(items.map(keyOf)).size === items.length

export const suiteFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  agent: optional(name).meta({ title: 'Agent' }),
  level: z.enum(levels).meta({ title: 'Level' }),
  fromImports: z
    .boolean()
    .default(false)
    .meta({ title: 'From imports', description: 'Its scenarios are those of the imported files' }),
  proposals: z.boolean().default(true).meta({
    title: 'Proposals',
    description: 'Traces of its agent that failed or scored badly are proposed as scenarios; a person accepts them',
  }),
  threshold: share.default(0.75).meta({ title: 'Threshold', description: 'The average that a run must reach' }),
  margin: share
    .default(0.05)
    .meta({ title: 'Margin', description: 'How much worse than the baseline still counts as equally good' }),
  criteria: z
    .array(criterion)
    .min(1)
    .max(50)
    .refine(list => distinct(list, each => each.name), { message: 'Two criteria have the same name' })
    .default([
      { name: 'accuracy', weight: 1 },
      { name: 'completeness', weight: 1 },
      { name: 'actionability', weight: 1 },
    ])
    .meta({ title: 'Criteria' }),
  scenarios: z
    .array(scenario)
    .min(1)
    .max(10_000)
    .refine(list => distinct(list, each => each.id), { message: 'Two scenarios have the same id' })
    .meta({ title: 'Scenarios' }),
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
export const baselineBody = z.strictObject({ evalRunId: z.string().min(1).max(60) })

export const baselineAnswer = z.strictObject({
  suite: name,
  evalRunId: z.string(),
  pinnedAt: time,
  pinnedBy: z.string(),
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
