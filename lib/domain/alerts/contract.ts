import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import {
  alertFields,
  historyAnswer,
  instancePage,
  instanceQuery,
  previewAnswer,
  previewBody,
  silenceBody,
  silenceItem,
  silencePage,
  silenceQuery,
  standingPage,
  standingQuery,
} from './schemas.ts'

export const alertConfig = configContracts({
  name: 'alert',
  plural: 'alerts',
  fields: alertFields,
  read: 'project.read',
  write: 'alerts.manage',
  example: {
    measure: 'errorRate',
    filter: { environment: 'production' },
    by: ['agent'],
    condition: { above: 0.05 },
    window: 600,
    for: 120,
    minimum: 20,
    severity: 'critical',
  },
})

export const listInstancesContract = defineContract({
  id: 'alerts.instances',
  method: 'GET',
  path: '/api/v1/alert-instances',
  summary: 'States of alert rules, one for each group, most recently changed first',
  permission: 'project.read',
  audit: null,
  query: instanceQuery,
  response: instancePage,
})

export const listStandingsContract = defineContract({
  id: 'alerts.standings',
  method: 'GET',
  path: '/api/v1/alert-standings',
  summary: 'The current state of each alert rule, by name',
  permission: 'project.read',
  audit: null,
  query: standingQuery,
  response: standingPage,
})

export const alertHistoryContract = defineContract({
  id: 'alerts.history',
  method: 'GET',
  path: '/api/v1/alerts/{slug}/history',
  summary: 'Changes of state of the groups of a rule',
  permission: 'project.read',
  audit: null,
  params: z.strictObject({ slug: z.string().min(1).max(200) }),
  response: historyAnswer,
})

export const previewAlertContract = defineContract({
  id: 'alerts.preview',
  method: 'POST',
  path: '/api/v1/alerts/preview',
  summary: 'What a rule would have measured, and when it would have fired, before it is saved',
  description:
    'The rule checks every minute; a preview checks 48 times over its hours, 84 times over more than two days. Measures with only a current value, such as the oldest approval that waits, have no past: known is then false.',
  permission: 'project.read',
  audit: null,
  body: previewBody,
  response: previewAnswer,
  example: { measure: 'errorRate', by: ['agent'], condition: { above: 0.05 }, window: 600, minimum: 20 },
})

export const createSilenceContract = defineContract({
  id: 'alerts.silence',
  method: 'POST',
  path: '/api/v1/silences',
  summary: 'Notify nobody for a while; alerts that still fire afterwards are sent then',
  permission: 'alerts.silence',
  audit: 'silence.created',
  body: silenceBody,
  response: silenceItem,
  idempotent: true,
  example: { rule: 'error-rate', seconds: 3_600, reason: 'Maintenance of the vendor.' },
})

export const listSilencesContract = defineContract({
  id: 'alerts.silences',
  method: 'GET',
  path: '/api/v1/silences',
  summary: 'Silences, newest first',
  permission: 'project.read',
  audit: null,
  query: silenceQuery,
  response: silencePage,
})

export const endSilenceContract = defineContract({
  id: 'alerts.endSilence',
  method: 'POST',
  path: '/api/v1/silences/{id}/end',
  summary: 'End a silence before its time',
  permission: 'alerts.silence',
  audit: 'silence.ended',
  params: z.strictObject({ id: z.string().min(1).max(200) }),
  response: silenceItem,
  problems: ['already-ended'],
})
