import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'

const name = z.string().trim().min(1).max(200)
const minutes = (least: number) => z.int().min(least).max(10_080)

const stepSchema = z.strictObject({
  channels: z.array(name).min(1).max(20),
  afterMinutes: minutes(0).default(0).meta({ description: 'Since the page began; 0 in the first step: at once' }),
  turns: optional(z.enum(['day', 'week'])).meta({
    description:
      'Only one of the channels is on duty; each day or week the next one takes over (UTC; weeks begin on Monday)',
  }),
})
export type Step = z.output<typeof stepSchema>

export const onCallFields = {
  description: optional(z.string().max(2_000)).meta({ title: 'Description' }),
  agent: optional(name).meta({ title: 'Agent', description: 'Default: every agent without a rule of its own' }),
  environment: optional(name).meta({ title: 'Environment' }),
  steps: z
    .array(stepSchema)
    .min(1)
    .max(10)
    .meta({ title: 'Steps', description: 'Who is notified, in this order, until somebody acknowledges' }),
  repeatMinutes: optional(minutes(5)).meta({
    title: 'Repeat after',
    description: 'Minutes after the last step until the steps start again; default: they do not',
  }),
}
export type OnCallFields = z.output<z.ZodObject<typeof onCallFields>>
export interface Policy extends OnCallFields {
  slug: string
}

const pageStates = ['open', 'acknowledged', 'ended'] as const
export type PageState = (typeof pageStates)[number]

const time = z.iso.datetime({ precision: 6 })
export const pageItem = z
  .strictObject({
    id: z.string(),
    key: z.string().meta({ description: 'Subject: incident/…, alert/…' }),
    policy: z.string(),
    title: z.string(),
    severity: z.enum(['info', 'warning', 'critical']),
    path: z.string().meta({ description: 'The page of this server that shows what it is about' }),
    state: z.enum(pageStates),
    revision: z.int(),
    told: z.array(z.string()).meta({ description: 'Channels, in the order in which they were notified' }),
    steps: z.int().meta({ description: 'Steps taken, including repetitions' }),
    nextAt: time.nullable().meta({ description: 'When the next step is due; null: none is left' }),
    openedAt: time,
    changedAt: time,
    changedBy: z.string().meta({ description: 'Who put it into its current state' }),
  })
  .meta({ id: 'OnCallPage' })

export type PageItem = z.output<typeof pageItem>

export const pagePage = pageOf(pageItem)
export const pageQuery = z.strictObject({
  state: z
    .enum(['live', ...pageStates])
    .optional()
    .meta({ description: 'live: open or acknowledged' }),
  ...paging,
})
