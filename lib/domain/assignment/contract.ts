import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { agentName, allocationItem, allocationsAnswer, environmentName, serveBody } from './schemas.ts'

export const listAllocationsContract = defineContract({
  id: 'assignment.list',
  method: 'GET',
  path: '/api/v1/allocations',
  summary: 'Which release serves for each agent in each environment, and its share',
  description: 'Clients can compute assignments from it themselves: see docs/assignment.md.',
  permission: 'assignment.evaluate',
  audit: null,
  query: z.strictObject({ agent: agentName.optional() }),
  response: allocationsAnswer,
})

export const serveReleaseContract = defineContract({
  id: 'assignment.serve',
  method: 'PUT',
  path: '/api/v1/allocations/{agent}/{environment}',
  summary: 'Let a release serve everybody at once, without a rollout',
  description: 'While a rollout of this agent and environment runs, the answer is 409 held-by-rollout.',
  permission: 'assignment.serve',
  audit: 'allocation.changed',
  params: z.strictObject({ agent: agentName, environment: environmentName }),
  body: serveBody,
  response: allocationItem,
  created: ({ revision }) => revision === 1,
  problems: ['held-by-rollout', 'stale-revision'],
  example: { release: 'triage-2026-11-28', reason: 'The first release of this agent.' },
})
