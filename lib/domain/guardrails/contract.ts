import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { gateways } from './read/gateways.ts'
import {
  evaluateAnswer,
  evaluateBody,
  eventPage,
  eventQuery,
  guardrailFields,
  importQuery,
  rateAnswer,
  rateQuery,
  reportAnswer,
  reportBody,
} from './schemas.ts'

export const guardrailConfig = configContracts({
  name: 'guardrail',
  plural: 'guardrails',
  fields: guardrailFields,
  read: 'project.read',
  write: 'guardrails.manage',
  example: { stage: 'output', check: 'secrets', action: 'redact', severity: 'critical' },
})

export const evaluateGuardrailsContract = defineContract({
  id: 'guardrails.evaluate',
  method: 'POST',
  path: '/api/v1/guardrails/evaluate',
  summary: 'Run the guardrails of an agent over its input, output or tool arguments',
  description:
    'All guardrails that apply are run; the strictest outcome decides. Continue with `content`; if it is null, stop.',
  permission: 'guardrails.evaluate',
  audit: null,
  body: evaluateBody,
  example: { agent: 'support-triage', stage: 'output', content: 'Your key is …' },
  response: evaluateAnswer,
})

export const reportGuardrailEventsContract = defineContract({
  id: 'guardrails.report',
  method: 'POST',
  path: '/api/v1/guardrail-events',
  summary: 'Report what guardrails outside Holdpoint answered',
  description:
    'One event, or up to 500 as {"events": […]}: all of them are stored when it answers, or none. Idempotent by id.',
  permission: 'guardrails.report',
  audit: null,
  body: reportBody,
  example: { name: 'jailbreak', stage: 'input', outcome: 'blocked', severity: 'critical', agent: 'support-triage' },
  response: reportAnswer,
  status: 201,
  idempotent: true,
})

export const importGatewayContract = defineContract({
  id: 'guardrails.import',
  method: 'POST',
  path: '/api/v1/guardrail-events/import/{gateway}',
  summary: 'Report what the guardrails of a gateway answered, as the gateway writes it',
  description:
    'litellm: an object with guardrail_information. nemo: a generation log, {"log": {"activated_rails": […]}}. lakera: the answer of /v2/guard. generic: {"events": [{name, stage, outcome, severity?, message?, …}]}.',
  permission: 'guardrails.report',
  audit: null,
  params: z.strictObject({ gateway: z.enum(gateways) }),
  query: importQuery,
  body: z.looseObject({}),
  example: { flagged: true, breakdown: [{ detector_type: 'prompt_attack', detected: true }] },
  response: reportAnswer,
  status: 201,
  idempotent: true,
})

export const listGuardrailEventsContract = defineContract({
  id: 'guardrails.events',
  method: 'GET',
  path: '/api/v1/guardrail-events',
  summary: 'Findings of guardrails, newest first',
  permission: 'project.read',
  audit: null,
  query: eventQuery,
  response: eventPage,
})

export const guardrailRatesContract = defineContract({
  id: 'guardrails.rates',
  method: 'GET',
  path: '/api/v1/guardrail-rates',
  summary: 'How often each guardrail gave each answer, by agent and release',
  permission: 'project.read',
  audit: null,
  query: rateQuery,
  response: rateAnswer,
})
