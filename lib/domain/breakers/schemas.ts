import { z } from 'zod'
import { optional } from '#lib/shared/config/contracts.ts'
import { pageOf, paging } from '#lib/shared/paging.ts'
import { breakerStates } from './rules.ts'

const name = z.string().trim().min(1).max(200)
const rate = z.number().gt(0).max(1)
const seconds = z.number().gt(0).max(604_800)

const scope = z.strictObject({
  agent: optional(name),
  tool: optional(name),
  environment: optional(name),
})

export const breakerFields = {
  scope: scope.meta({ title: 'Scope', description: 'Steps that match everything named here; name at least one' }),
  consecutiveFailures: optional(z.int().min(1).max(10_000)).meta({
    title: 'Failures in a row',
    description: 'Default: 5, or none where a window is given',
  }),
  window: optional(
    z.strictObject({
      kind: z.enum(['count', 'time']),
      size: z.int().min(1).max(86_400).meta({ description: 'Calls, at most 500; or seconds' }),
      minimumCalls: z.int().min(1).max(100_000),
      failures: optional(z.int().min(1).max(100_000)),
      failureRate: optional(rate),
      slowRate: optional(rate),
      slowMs: optional(z.int().min(1).max(3_600_000)),
    }),
  ).meta({ title: 'Window' }),
  openSeconds: seconds.default(300).meta({ title: 'Open for' }),
  halfOpenPermits: z.int().min(1).max(100).default(1).meta({ title: 'Probes' }),
  probeSeconds: seconds
    .default(60)
    .meta({ title: 'Time limit of a probe', description: 'Seconds; after that another probe may start' }),
  halfOpenSeconds: optional(seconds).meta({ title: 'Half-open for at most', description: 'Default: until a verdict' }),
  backoff: optional(z.strictObject({ factor: z.number().min(1).max(10), maxSeconds: seconds })).meta({
    title: 'Back-off',
  }),
  fallback: optional(name).meta({ title: 'Fallback', description: 'The workflow to use while it is open' }),
}
export type BreakerFields = z.output<z.ZodObject<typeof breakerFields>>

const time = z.iso.datetime({ precision: 6 })

const level = z.strictObject({
  rule: z.enum(['consecutive-failures', 'failures', 'failure-rate', 'slow-rate']),
  measured: z.number(),
  threshold: z.number(),
  calls: z.int().nullable().meta({ description: 'Calls in the window; null for failures in a row' }),
})

export const breakerItem = z
  .strictObject({
    slug: z.string(),
    scope,
    configured: z.boolean().meta({ description: 'False: the breaker that every agent has by default' }),
    state: z.enum(breakerStates),
    epoch: z.int().meta({ description: 'Counts its changes of state; send it as expectedRevision' }),
    since: time.nullable(),
    failures: z.int().meta({ description: 'In a row, now' }),
    towards: z.array(level).meta({ description: 'How close it is to each limit that would open it' }),
    probes: z
      .strictObject({ running: z.int(), results: z.int(), needed: z.int() })
      .nullable()
      .meta({ description: 'Of a breaker that is half-open' }),
    openings: z.int().meta({ description: 'How often it opened in a row, without closing in between' }),
    nextProbeAt: time.nullable(),
    fallback: z.string().nullable(),
    reason: z.string().nullable(),
    incidentId: z.string().nullable(),
  })
  .meta({ id: 'BreakerStatus' })
export type BreakerItem = z.output<typeof breakerItem>

export const breakerPage = pageOf(breakerItem)
export const breakerQuery = z.strictObject({
  state: z
    .enum([...breakerStates, 'refusing'])
    .optional()
    .meta({ description: 'refusing: open, half-open or forced open' }),
  ...paging,
})

const badCall = z.strictObject({
  permit: z.string(),
  result: z.enum(['failure', 'slow']),
  durationMs: z.number().nullable(),
  at: time,
  runId: z.string().nullable(),
  tool: z.string().nullable(),
  traceId: z.string().nullable(),
  spanId: z.string().nullable(),
  error: z.string().nullable(),
})
export type BreakerCall = z.output<typeof badCall>

const transition = z.strictObject({
  epoch: z.int(),
  at: time,
  from: z.enum(breakerStates),
  to: z.enum(breakerStates),
  by: z.string(),
  rule: z.string(),
  message: z.string(),
  openings: z.int().nullable(),
  calls: z.array(badCall).meta({ description: 'The failed or slow calls that decided it, the newest 20' }),
})

export const breakerHistory = z
  .strictObject({
    breaker: breakerItem,
    settings: z.strictObject({
      consecutiveFailures: z.int().nullable(),
      window: z
        .strictObject({
          kind: z.enum(['count', 'time']),
          size: z.int(),
          minimumCalls: z.int(),
          failures: z.int().nullable(),
          failureRate: z.number().nullable(),
          slowRate: z.number().nullable(),
          slowMs: z.int().nullable(),
        })
        .nullable(),
      openSeconds: z.number(),
      halfOpenPermits: z.int(),
      probeSeconds: z.number(),
      halfOpenSeconds: z.number().nullable(),
      backoff: z.strictObject({ factor: z.number(), maxSeconds: z.number() }).nullable(),
    }),
    transitions: z.array(transition).meta({ description: 'Newest first, the last 100' }),
    calls: z.array(badCall).meta({ description: 'Failed or slow calls since the last change of state' }),
  })
  .meta({ id: 'BreakerHistory' })
export type BreakerHistory = z.output<typeof breakerHistory>

export const orderBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  expectedRevision: z.int().min(1).optional().meta({ description: 'The epoch that you read' }),
})
