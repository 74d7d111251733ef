import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { incidentRunbooks, runbookFields, stepBody, stepItem } from './schemas.ts'

export const runbookConfig = configContracts({
  name: 'runbook',
  plural: 'runbooks',
  fields: runbookFields,
  read: 'project.read',
  write: 'runbooks.manage',
  example: {
    title: 'Search is down',
    matches: { cause: 'tool-outage' },
    steps: [{ text: 'Look at the status page of the vendor.' }, { text: 'Stop it.', action: { kind: 'stop-agent' } }],
  },
})

const id = z.string().min(1).max(60)

export const incidentRunbooksContract = defineContract({
  id: 'runbooks.ofIncident',
  method: 'GET',
  path: '/api/v1/incidents/{id}/runbooks',
  summary: 'The runbooks of an incident, with how far their steps are',
  permission: 'project.read',
  audit: null,
  params: z.strictObject({ id }),
  response: incidentRunbooks,
})

export const takeStepContract = defineContract({
  id: 'runbooks.takeStep',
  method: 'POST',
  path: '/api/v1/incidents/{id}/steps/{n}',
  summary: 'Tick or skip a step, or run its action',
  description:
    'An action runs with the permissions of the caller; one that fails is answered with 200 and the state failed. From the first step on, the incident keeps this version of the runbook.',
  permission: 'incidents.work',
  audit: 'incident-step.taken',
  params: z.strictObject({ id, n: z.coerce.number().int().min(1).max(50) }),
  body: stepBody,
  response: stepItem,
  idempotent: true,
  problems: ['not-open', 'stale-revision', 'not-possible'],
  example: { take: 'done' },
})
