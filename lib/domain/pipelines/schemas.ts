import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { instant } from '#lib/shared/instant.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { events, stageNames, stageStatuses } from './rules.ts'

const name = z.string().min(1).max(200)

export const pipelineFields = {
  agent: name.meta({ title: 'Agent', description: 'Whose releases go through it' }),
  deployChannel: optional(name).meta({
    title: 'Deploy channel',
    description: 'A channel of kind webhook: notified when the shadow and the production stage begin',
  }),
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
}

export const startBody = z.strictObject({
  pipeline: name.meta({ description: 'A configured pipeline' }),
  commit: z.string().trim().min(4).max(200),
  branch: name.optional(),
  event: z.enum(events).default('push').meta({ description: 'pull_request: unit and integration only' }),
  release: name.optional().meta({ description: 'A registered release of its agent; required for a push' }),
})

const evidence = z.strictObject({
  evalRunId: z.string().min(1).max(60).optional().meta({ description: 'An eval run of this release that has passed' }),
  rolloutId: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: 'A rollout of this release whose shadow has passed' }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
})

export const reportBody = z.strictObject({
  status: z.enum(['running', 'passed', 'failed', 'skipped']).meta({
    description: 'running after failed starts the stage again. production runs only after a person has approved it',
  }),
  evidence: evidence.optional(),
  note: z.string().max(2_000).optional(),
})

const stageItem = z.strictObject({
  name: z.enum(stageNames),
  status: z.enum(stageStatuses),
  attempt: z.int(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  evidence: evidence.nullable(),
  note: z.string().nullable(),
  reusedFrom: z.string().nullable().meta({ description: 'The earlier run in which it passed for the same contents' }),
  failedIn: z.string().nullable().meta({
    description:
      'The earlier run in which it failed for the same contents. Null once it begins here: it may be tried again',
  }),
  approvalId: z.string().nullable(),
  revision: z.int(),
})
export type StageItem = z.output<typeof stageItem>

export const runItem = z
  .strictObject({
    id: z.string(),
    pipeline: z.string(),
    commit: z.string(),
    branch: z.string().nullable(),
    event: z.enum(events),
    release: z.string().nullable(),
    state: z.enum(['running', 'waiting', 'passed', 'failed']),
    startedAt: instant,
    startedBy: z.string(),
    endedAt: instant.nullable(),
    stages: z.array(stageItem),
  })
  .meta({ id: 'PipelineRun' })
export type PipelineRunItem = z.output<typeof runItem>

export const runQuery = z.strictObject({ pipeline: name.optional(), release: name.optional(), ...paging })
export const runPage = pageOf(runItem)
