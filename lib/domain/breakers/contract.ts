import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { breakerFields, breakerHistory, breakerItem, breakerPage, breakerQuery, orderBody } from './schemas.ts'

export const breakerConfig = configContracts({
  name: 'breaker',
  plural: 'breakers',
  fields: breakerFields,
  read: 'project.read',
  write: 'breakers.manage',
  example: { scope: { tool: 'search' }, window: { kind: 'time', size: 60, minimumCalls: 20, failureRate: 0.5 } },
})

export const listBreakersContract = defineContract({
  id: 'breakers.list',
  method: 'GET',
  path: '/api/v1/breakers',
  summary: 'List circuit breakers by name, with their states',
  permission: 'project.read',
  audit: null,
  query: breakerQuery,
  response: breakerPage,
})

export const breakerHistoryContract = defineContract({
  id: 'breakers.history',
  method: 'GET',
  path: '/api/v1/breakers/{slug}/history',
  summary: 'Every change of state of a circuit breaker, with the calls that decided it',
  permission: 'project.read',
  audit: null,
  params: z.strictObject({ slug: z.string().min(1).max(200) }),
  response: breakerHistory,
})

const order = (id: string, path: string, summary: string, action: string, problems: readonly string[] = []) =>
  defineContract({
    id: `breakers.${id}`,
    method: 'POST',
    path: `/api/v1/breakers/{slug}/${path}`,
    summary,
    permission: 'breakers.operate',
    audit: action,
    params: z.strictObject({ slug: z.string().min(1).max(200) }),
    body: orderBody,
    response: breakerItem,
    idempotent: true,
    problems: ['stale-revision', ...problems],
    example: { reason: 'The vendor has an outage.' },
  })

export const forceOpenContract = order(
  'forceOpen',
  'force-open',
  'Block every step until it is reset',
  'breaker.forced_open',
)
export const resetBreakerContract = order('reset', 'reset', 'Close it and forget what it counted', 'breaker.closed')
export const disableBreakerContract = order(
  'disable',
  'disable',
  'Let every step pass and count nothing',
  'breaker.disabled',
)
export const metricsOnlyContract = order(
  'metricsOnly',
  'metrics-only',
  'Let every step pass, keep counting, and report each limit once when it is reached',
  'breaker.metrics_only',
)
export const probeBreakerContract = order(
  'probe',
  'probe',
  'Let the next steps through as probes at once, before the waiting time is over',
  'breaker.half_open',
  ['not-open'],
)
