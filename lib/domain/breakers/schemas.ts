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
  scope: scope.meta({ title: 'Scope', description: 'Steps that have all that is named; at least one' }),
  consecutiveFailures: optional(z.int().min(1).max(10_000)).meta({
    title: 'Failures in a row',
    description: 'Left out: 5, or none where a window is given',
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
  probeSeconds: seconds.default(60).meta({ title: 'A probe may take', description: 'Then its place is free again' }),
  halfOpenSeconds: optional(seconds).meta({ title: 'Half-open for at most', description: 'Left out: until a verdict' }),
  backoff: optional(z.strictObject({ factor: z.number().min(1).max(10), maxSeconds: seconds })).meta({
    title: 'Back-off',
  }),
  fallback: optional(name).meta({ title: 'Fallback', description: 'The workflow to use while it is open' }),
}
export type BreakerFields = z.output<z.ZodObject<typeof breakerFields>>

const time = z.iso.datetime({ precision: 6 })

export const breakerItem = z
  .strictObject({
    slug: z.string(),
    scope,
    configured: z.boolean().meta({ description: 'False: the breaker that every agent has without being asked for' }),
    state: z.enum(breakerStates),
    epoch: z.int().meta({ description: 'Counts its changes of state; send it as expectedRevision' }),
    since: time.nullable(),
    failures: z.int().meta({ description: 'In a row, now' }),
    nextProbeAt: time.nullable(),
    reason: z.string().nullable(),
    incidentId: z.string().nullable(),
  })
  .meta({ id: 'BreakerStatus' })
export type BreakerItem = z.output<typeof breakerItem>

export const breakerPage = pageOf(breakerItem)
export const breakerQuery = z.strictObject({ ...paging })

export const orderBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000),
  expectedRevision: z.int().min(1).optional().meta({ description: 'The epoch that you read' }),
})
