import { z } from 'zod'
import { cause } from '#lib/domain/incidents/schemas.ts'
import { optional } from '#lib/shared/config/contracts.ts'
import { stepStates, takes } from './rules.ts'

const name = z.string().trim().min(1).max(200)
const time = z.iso.datetime({ precision: 6 })

/** What the button of a step can do, with the permissions of whoever presses it. */
export const action = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('force-open'),
      breaker: optional(name).meta({ description: 'Default: the breaker of the incident, or of its agent' }),
    })
    .meta({ title: 'Force a breaker open' }),
  z.strictObject({ kind: z.literal('stop-agent') }).meta({ title: 'Switch the agent of the incident off' }),
  z
    .strictObject({ kind: z.literal('notify'), channels: z.array(name).min(1).max(20) })
    .meta({ title: 'Tell channels of the incident' }),
  z
    .strictObject({
      kind: z.literal('roll-back'),
      tool: name.default('roll_back_release').meta({ description: 'The action that is asked for' }),
    })
    .meta({ title: 'Ask for approval to go back to the previous release; whoever deploys claims it' }),
])
export type Action = z.output<typeof action>

const step = z.strictObject({
  text: z.string().trim().min(1).max(5_000).meta({ description: 'Markdown' }),
  action: optional(action),
})
export type Step = z.output<typeof step>

export const runbookFields = {
  title: name.meta({ title: 'Title' }),
  about: optional(z.string().max(20_000).meta({ contentMediaType: 'text/markdown' })).meta({
    title: 'Subject',
    description: 'Markdown: how to recognise it, and what to check first',
  }),
  matches: z
    .strictObject({
      agent: optional(name).meta({ title: 'Agent' }),
      cause: optional(cause).meta({ title: 'Cause', description: 'Such as tool-outage, or your own word' }),
    })
    .default({ agent: null, cause: null })
    .meta({ title: 'For incidents of', description: 'Empty fields match everything' }),
  steps: z.array(step).min(1).max(50).meta({ title: 'Steps' }),
}

export const stepItem = z.strictObject({
  n: z.int(),
  text: z.string(),
  action: action.nullable(),
  state: z.enum(stepStates),
  revision: z.int().meta({ description: '0: nobody has touched it' }),
  by: z.string().nullable(),
  at: time.nullable(),
  result: z.string().nullable(),
  approvalId: z.string().nullable(),
})

export const incidentRunbook = z
  .strictObject({
    slug: z.string(),
    title: z.string(),
    about: z.string().nullable(),
    revision: z.int(),
    inUse: z.boolean().meta({ description: 'Somebody is working with it: the incident keeps this version' }),
    steps: z.array(stepItem),
  })
  .meta({ id: 'IncidentRunbook' })
export type IncidentRunbook = z.output<typeof incidentRunbook>

export const incidentRunbooks = z.strictObject({
  items: z.array(incidentRunbook).meta({ description: 'Runbooks in use, then those that match, the best match first' }),
})

export const stepBody = z.strictObject({
  take: z.enum(takes).meta({ description: 'act: run its action; done: tick it; reopen: untick it' }),
  runbook: name.optional().meta({ description: 'Default: the first that the incident has' }),
  note: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .optional()
    .meta({ description: 'Why it was skipped, or what the result was' }),
  expectedRevision: z.int().min(0).optional().meta({ description: 'Of the step' }),
})
export type StepBody = z.output<typeof stepBody>
