import { defineContract } from '#lib/shared/contract.ts'
import { costsAnswer, costsBody, dearestAnswer, dearestQuery, forecastAnswer, forecastQuery } from './schemas.ts'

export const recordCostsContract = defineContract({
  id: 'costs.record',
  method: 'POST',
  path: '/api/v1/costs',
  summary: 'Record costs that are not tokens: compute, API calls, storage, other',
  description:
    'One record, or up to 500 as {"costs": […]}: all of them are stored and counted when it answers, or none. Idempotent by id.',
  permission: 'costs.record',
  audit: null,
  body: costsBody,
  example: {
    id: 'search-2026-11-28',
    kind: 'api',
    amountUsd: '1.25',
    at: '2026-11-28T12:00:00Z',
    agent: 'support-triage',
    description: 'Search API, 250 calls',
  },
  response: costsAnswer,
  status: 201,
  idempotent: true,
})

export const readForecastContract = defineContract({
  id: 'costs.forecast',
  method: 'GET',
  path: '/api/v1/costs/forecast',
  summary: 'What this month has cost and will have cost at its end',
  description:
    'Computed from the rollups of whole days in UTC. The interval comes from how far those days were from the forecast.',
  permission: 'project.read',
  audit: null,
  query: forecastQuery,
  response: forecastAnswer,
})

export const listDearestContract = defineContract({
  id: 'costs.dearest',
  method: 'GET',
  path: '/api/v1/costs/dearest',
  summary: 'The traces that cost most in a range, and why',
  permission: 'traces.read',
  audit: null,
  query: dearestQuery,
  response: dearestAnswer,
})
