import { defineContract } from '#lib/shared/contract.ts'
import { costsAnswer, costsBody } from './schemas.ts'

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
