import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { sloStates } from './rules.ts'

const name = z.string().trim().min(1).max(200)
/** Dollars, below a million: a larger figure would be a mistake. */
const usd = z
  .string()
  .regex(
    /^(0|[1-9]\d{0,5})(\.\d{1,9})?$/,
    'Dollars as a decimal string, such as "0.05", below 1000000 and with at most nine decimals',
  )

const objectives = ['success', 'latency', 'cost', 'quality', 'tool_success'] as const
export type Objective = (typeof objectives)[number]

export const sloFields = {
  agent: name.meta({ title: 'Agent' }),
  environment: optional(name).meta({ title: 'Environment', description: 'Default: all of them' }),
  objective: z.enum(objectives).meta({ title: 'Objective' }),
  target: optional(z.number().gt(0).lt(1)).meta({
    title: 'Target',
    description: 'The share that must be good, such as 0.99; leave it out if a percentile is given',
  }),
  percentile: optional(z.number().min(1).lt(100)).meta({
    title: 'Percentile',
    description: '95 means the same as the target 0.95',
  }),
  thresholdMs: optional(z.int().min(1).max(86_400_000)).meta({
    title: 'Milliseconds',
    description: 'Required for latency: a slower request is bad',
  }),
  thresholdUsd: optional(usd).meta({ title: 'USD', description: 'Required for cost: a more expensive run is bad' }),
  thresholdScore: optional(z.number().min(-1e9).max(1e9)).meta({
    title: 'Score',
    description:
      'For quality: a lower score is bad. Default: scores lie between 0 and 1, and count by how far they are below 1',
  }),
  days: z.literal([1, 7, 30]).meta({ title: 'Days', description: '1, 7 or 30' }),
  minimumRequests: z.int().min(1).max(1_000_000).default(10).meta({
    title: 'Minimum requests',
    description: 'With fewer requests in the longer window, a burn rate notifies nobody',
  }),
  onExhausted: z.enum(['alert', 'hold_rollouts', 'throttle', 'break']).default('alert').meta({
    title: 'When the budget is spent',
    description: 'alert notifies the channels and opens an incident; the other choices do so too',
  }),
  throttle: optional(
    z.strictObject({ permits: z.int().min(1).max(1_000_000), perSeconds: z.int().min(1).max(86_400) }),
  ).meta({ title: 'Throttle', description: 'The permits that are left to the agent. Default: 10 in 60 seconds' }),
  channels: z
    .array(name)
    .max(20)
    .default([])
    .meta({ title: 'Channels', description: 'Notified when the status changes' }),
}
export type SloFields = z.output<z.ZodObject<typeof sloFields>>
export interface Slo extends SloFields {
  slug: string
}

const time = z.iso.datetime({ precision: 6 })
const rate = z.number().nullable()

const burn = z.strictObject({
  rule: z.enum(['fast', 'slow', 'ticket']),
  severity: z.enum(['critical', 'warning']),
  limit: z.number(),
  longSeconds: z.int(),
  shortSeconds: z.int(),
  long: rate.meta({ description: 'Burn rate over the longer window; null: no data' }),
  short: rate,
  firing: z.boolean(),
})

const sloItem = z
  .strictObject({
    slug: z.string(),
    ...sloFields,
    revision: z.int(),
    target: z.number(),
    status: z.enum(sloStates),
    why: z.string().nullable().meta({ description: 'Why there is no figure, in one sentence' }),
    since: time.nullable().meta({ description: 'When this status was first seen; null: not yet' }),
    attained: rate.meta({ description: 'Good share of the period; null: no data' }),
    bad: z.number().nullable(),
    total: z.number().nullable().meta({ description: 'Requests, runs, scores or tool calls of the period' }),
    budgetLeft: rate.meta({ description: '1: nothing used, 0: spent, below 0: overspent; null: no data' }),
    burnRate: z
      .strictObject({ short: rate, long: rate })
      .meta({ description: 'Over 5 minutes and 1 hour; 1 spends the budget exactly in its period' }),
    burn: z.array(burn),
    spentAt: time
      .nullable()
      .meta({ description: 'When the budget will be spent if it continues as in the last 6 hours' }),
  })
  .meta({ id: 'ServiceLevel' })
export type SloItem = z.output<typeof sloItem>

export const sloPage = pageOf(sloItem)
export const sloQuery = z.strictObject({ agent: name.optional(), ...paging })

const point = z.strictObject({
  at: time,
  bad: z.number(),
  total: z.number(),
  used: rate.meta({ description: 'Share of the budget used in the period that ended with this bucket; null: no data' }),
})

export const sloCourse = z
  .strictObject({
    item: sloItem,
    bucketSeconds: z.int(),
    from: time,
    to: time,
    points: z.array(point),
    transitions: z.array(
      z.strictObject({ at: time, from: z.enum(sloStates), to: z.enum(sloStates), message: z.string() }),
    ),
  })
  .meta({ id: 'ServiceLevelCourse' })
export type SloCourse = z.output<typeof sloCourse>
