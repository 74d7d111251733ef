import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  askBody,
  budgetUse,
  budgetUseQuery,
  denialAnswer,
  denialQuery,
  endAnswer,
  endBody,
  extendAnswer,
  extendBody,
  outcomeAnswer,
  outcomeBody,
  permitAnswer,
  permitPage,
  permitQuery,
  recordPage,
  recordQuery,
} from './schemas.ts'
import { violationPage, violationQuery } from './traced/schemas.ts'

const params = z.strictObject({ id: z.string().max(100) })

export const askPermitContract = defineContract({
  id: 'permits.ask',
  method: 'POST',
  path: '/api/v1/permits',
  summary: 'Ask before a run, a model call or a tool call',
  description: 'The answer is 200 whatever was decided; the first rule that denies is the reason.',
  permission: 'permits.ask',
  audit: null,
  body: askBody,
  response: permitAnswer,
  idempotent: true,
  example: { agent: 'incident-responder', runId: 'run-17', step: 'tool', tool: 'search', environment: 'staging' },
})
export const tellPermitContract = defineContract({
  id: 'permits.outcome',
  method: 'POST',
  path: '/api/v1/permits/{id}/outcome',
  summary: 'Report the outcome of a permitted step',
  description:
    'The same report again gets the same answer. A report after the lease is charged as well, and marked late.',
  permission: 'permits.ask',
  audit: null,
  params,
  body: outcomeBody,
  text: 'clean',
  response: outcomeAnswer,
  idempotent: true,
  problems: ['not-granted', 'outcome-differs'],
  example: { status: 'ok', usage: { tokens: 1200, usd: '0.0042' }, durationMs: 830 },
})
export const extendPermitContract = defineContract({
  id: 'permits.extend',
  method: 'POST',
  path: '/api/v1/permits/{id}/extend',
  summary: 'Keep the reservation of a long step',
  permission: 'permits.ask',
  audit: null,
  params,
  body: extendBody,
  response: extendAnswer,
  problems: ['not-granted', 'already-settled', 'lease-ended'],
  example: { seconds: 300 },
})
export const endRunContract = defineContract({
  id: 'permits.endRun',
  method: 'POST',
  path: '/api/v1/runs/{runId}/end',
  summary: 'End a run: its reservations are released, and it gets no more permits',
  permission: 'permits.ask',
  audit: null,
  params: z.strictObject({ runId: z.string().min(1).max(200) }),
  body: endBody,
  response: endAnswer,
  idempotent: true,
  example: {},
})
export const listPermitsContract = defineContract({
  id: 'permits.list',
  method: 'GET',
  path: '/api/v1/permits',
  summary: 'Permits of a run or a trace, or steps that were denied, newest first',
  description: 'Name a run, a trace, what denied it, or the status refused.',
  permission: 'project.read',
  audit: null,
  query: permitQuery,
  response: permitPage,
})
export const listDenialsContract = defineContract({
  id: 'permits.refusals',
  method: 'GET',
  path: '/api/v1/refusals',
  summary: 'How often each breaker, budget, limit and guardrail stopped a step, and what the steps would have cost',
  permission: 'project.read',
  audit: null,
  query: denialQuery,
  response: denialAnswer,
})

export const listPermitRecordsContract = defineContract({
  id: 'permits.records',
  method: 'GET',
  path: '/api/v1/permit-records',
  summary: 'Denied steps, or outcomes reported after their lease, as signed records, newest first',
  description:
    'Each is a compact JWS (EdDSA) by a key of /.well-known/jwks.json, and can be verified without Holdpoint.',
  permission: 'project.read',
  audit: null,
  query: recordQuery,
  response: recordPage,
})

export const listViolationsContract = defineContract({
  id: 'permits.violations',
  method: 'GET',
  path: '/api/v1/violations',
  summary: 'Limits that runs exceeded without asking for permits, newest first',
  description: 'Found in the traces of agents that ask for no permits, after the fact: nothing was stopped.',
  permission: 'project.read',
  audit: null,
  query: violationQuery,
  response: violationPage,
})

export const budgetUseContract = defineContract({
  id: 'permits.budgetUse',
  method: 'GET',
  path: '/api/v1/budget-use',
  summary: 'Current use of every budget: by run, by period with a forecast, and of rate limits',
  description: 'With runId only the budgets of that run.',
  permission: 'project.read',
  audit: null,
  query: budgetUseQuery,
  response: budgetUse,
})
