import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { alertDimensions, alertMeasures } from './measures.ts'

const name = z.string().trim().min(1).max(200)
const wanted = z.string().max(200).nullable()
const filterValue = z.union([wanted, z.array(wanted).min(1).max(50)])
const limit = z.number().min(-1e12).max(1e12).optional()
const seconds = (least: number, most: number) => z.int().min(least).max(most)
const days30 = 30 * 86_400

const alertSeverities = ['info', 'warning', 'critical'] as const
const alertStates = ['ok', 'pending', 'firing', 'resolved'] as const
export type AlertState = (typeof alertStates)[number]

export const condition = z
  .strictObject({
    above: limit.meta({ title: 'Above' }),
    below: limit.meta({ title: 'Below' }),
    changeAbove: limit.meta({
      title: 'Change above',
      description: 'Share by which it is higher than in the window before: 0.5 is half as much again. Negative: lower',
    }),
  })
  .refine(
    one => Object.values(one).filter(value => value !== undefined).length === 1,
    'one of above, below, changeAbove',
  )
export type Condition = z.output<typeof condition>

export const alertFields = {
  description: optional(z.string().max(2_000)).meta({
    title: 'Description',
    description: 'Sent with the alert: what to do',
  }),
  measure: z.enum(alertMeasures).meta({ title: 'Measure' }),
  filter: z
    .partialRecord(z.enum(alertDimensions), filterValue)
    .default({})
    .meta({ title: 'Only', description: 'Only of these, by dimension' }),
  by: z
    .array(z.enum(alertDimensions))
    .max(3)
    .default([])
    .meta({ title: 'For each', description: 'Each value of these dimensions has a state of its own' }),
  condition: condition.meta({ title: 'Condition' }),
  window: seconds(60, days30)
    .multipleOf(60)
    .default(300)
    .meta({ title: 'Window', description: 'Seconds, in whole minutes. What began within the window counts' }),
  for: seconds(0, days30)
    .default(0)
    .meta({ title: 'For', description: 'Seconds for which the condition must be true before the alert fires' }),
  minimum: seconds(0, 1_000_000)
    .default(0)
    .meta({ title: 'At least', description: 'With fewer requests, or scores, in the window there is no data' }),
  noData: z.enum(['ok', 'alert', 'keep']).default('keep').meta({
    title: 'Without data',
    description: 'ok: as if the condition were false; alert: as if it were true; keep: the state stays as it is',
  }),
  severity: z
    .enum(alertSeverities)
    .default('warning')
    .meta({ title: 'Severity', description: 'critical: opens an incident, which pages whoever is on call' }),
  channels: z.array(name).max(20).default([]).meta({ title: 'Channels', description: 'Who is told' }),
  onCall: optional(name).meta({
    title: 'On-call',
    description:
      'The on-call rule by which people are paged until somebody acknowledges. Default: nobody; for critical alerts the rule that fits',
  }),
  grouping: z.enum(['rule', 'each']).default('rule').meta({
    title: 'Messages',
    description: 'rule: one message for all alerts that fire at once; each: one message for each of them',
  }),
  remindSeconds: optional(seconds(300, days30)).meta({
    title: 'Remind after',
    description: 'Seconds after which those who were notified are notified again; default: never',
  }),
  cause: optional(
    z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(60),
  ).meta({
    title: 'Cause',
    description: 'Cause of the incident, by which runbooks are found; default: what the measure suggests',
  }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
}
export type AlertFields = z.output<z.ZodObject<typeof alertFields>>

export const labels = z.record(z.string(), z.string().nullable())
export type Labels = z.output<typeof labels>

const time = z.iso.datetime({ precision: 6 })
const instanceItem = z
  .strictObject({
    id: z.string(),
    rule: z.string(),
    labels: labels.meta({ description: 'The value of each dimension by which the rule is grouped' }),
    state: z.enum(alertStates),
    revision: z.int(),
    since: time.meta({ description: 'When it entered this state' }),
    value: z.number().nullable().meta({ description: 'Measured last; null: unknown' }),
    unit: z.enum(['count', 'tokens', 'usd', 'ms', 'ratio', 'score', 'seconds']),
    severity: z.enum(alertSeverities),
    evaluatedAt: time,
    firedAt: time.nullable(),
    toldAt: time.nullable().meta({ description: 'When people were last notified of it' }),
    silenced: z.boolean().meta({ description: 'Nobody is notified at present' }),
    incidentId: z.string().nullable(),
    traces: z.string().nullable().meta({ description: 'The page of the traces behind it' }),
  })
  .meta({ id: 'AlertInstance' })
export type InstanceItem = z.output<typeof instanceItem>
export const instancePage = pageOf(instanceItem)
export const instanceQuery = z.strictObject({
  state: z
    .enum(['active', ...alertStates])
    .optional()
    .meta({ description: 'active: pending or firing' }),
  rule: name.optional(),
  ...paging,
})

const ruleStates = ['firing', 'pending', 'quiet', 'unknown', 'waiting', 'fault', 'disabled'] as const
const standingItem = z
  .strictObject({
    slug: z.string(),
    text: z.string().meta({ description: 'What it checks, in words' }),
    description: z.string().nullable(),
    severity: z.enum(alertSeverities),
    state: z.enum(ruleStates),
    firing: z.int().meta({ description: 'Groups' }),
    pending: z.int(),
    groups: z.int(),
    evaluatedUntil: time.nullable(),
    fault: z.string().nullable().meta({ description: 'Why it could not be evaluated' }),
    lastFiredAt: time.nullable(),
    silenced: z.boolean(),
    channels: z.array(z.string()),
    onCall: z.string().nullable(),
  })
  .meta({ id: 'AlertStanding' })
export type StandingItem = z.output<typeof standingItem>
export const standingPage = pageOf(standingItem)
export const standingQuery = z.strictObject({ ...paging })

export const historyAnswer = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: z.string(),
        at: time,
        from: z.string(),
        to: z.enum(alertStates),
        message: z.string(),
        traces: z.string().nullable(),
      }),
    )
    .meta({ description: 'Changes of state of its groups, the newest first, at most 100' }),
})

export const previewBody = z.strictObject({
  ...alertFields,
  hours: z.int().min(1).max(720).default(24).meta({ description: 'How far back it looks' }),
})

export const previewAnswer = z
  .strictObject({
    known: z.boolean().meta({ description: 'false: the measure has no past' }),
    stepSeconds: z.number(),
    from: time,
    to: time,
    fired: z.int().meta({ description: 'How often groups would have started to fire' }),
    groups: z.int(),
    courses: z
      .array(
        z.strictObject({
          labels,
          fired: z.int(),
          points: z.array(z.strictObject({ at: time, value: z.number().nullable(), state: z.enum(alertStates) })),
        }),
      )
      .meta({ description: 'At most five: those that fired most often, then the largest' }),
  })
  .meta({ id: 'AlertPreview' })

export const silenceItem = z
  .strictObject({
    id: z.string(),
    rule: z.string().nullable(),
    labels,
    reason: z.string(),
    createdAt: time,
    createdBy: z.string(),
    until: time,
    endedAt: time.nullable(),
    endedBy: z.string().nullable(),
  })
  .meta({ id: 'Silence' })
export type SilenceItem = z.output<typeof silenceItem>
export const silencePage = pageOf(silenceItem)
export const silenceQuery = z.strictObject({
  active: z.stringbool().default(false).meta({ description: 'true: only those in force now' }),
  ...paging,
})
export const silenceBody = z.strictObject({
  rule: name.nullable().default(null).meta({ description: 'Default: every rule' }),
  labels: labels.default({}).meta({ description: 'Only groups with these values' }),
  seconds: seconds(60, days30).meta({ description: 'For how long' }),
  reason: z.string().trim().min(1).max(2_000),
})
