import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  acknowledgeBody,
  createBody,
  incidentCounts,
  incidentItem,
  incidentPage,
  incidentQuery,
  noteAnswer,
  noteBody,
  postMortemAnswer,
  resolveBody,
  reviseBody,
  timelineAnswer,
  timelineQuery,
} from './schemas.ts'

const params = z.strictObject({ id: z.string().min(1).max(60) })

export const listIncidentsContract = defineContract({
  id: 'incidents.list',
  method: 'GET',
  path: '/api/v1/incidents',
  summary: 'List incidents, newest first',
  permission: 'project.read',
  audit: null,
  query: incidentQuery,
  response: incidentPage,
})

export const countIncidentsContract = defineContract({
  id: 'incidents.count',
  method: 'GET',
  path: '/api/v1/incidents/count',
  summary: 'How many incidents are open, and how many are being worked on',
  permission: 'project.read',
  audit: null,
  response: incidentCounts,
})

export const getIncidentContract = defineContract({
  id: 'incidents.get',
  method: 'GET',
  path: '/api/v1/incidents/{id}',
  summary: 'One incident',
  permission: 'project.read',
  audit: null,
  params,
  response: incidentItem,
})

export const createIncidentContract = defineContract({
  id: 'incidents.create',
  method: 'POST',
  path: '/api/v1/incidents',
  summary: 'Open an incident',
  description:
    'For each cause and scope only one incident can be unresolved: a second is answered with 409 and its id.',
  permission: 'incidents.open',
  audit: 'incident.opened',
  body: createBody,
  response: incidentItem,
  status: 201,
  idempotent: true,
  problems: ['already-open'],
  example: { title: 'Search answers nothing', severity: 'warning', tool: 'search', cause: 'tool-outage' },
})

export const acknowledgeIncidentContract = defineContract({
  id: 'incidents.acknowledge',
  method: 'POST',
  path: '/api/v1/incidents/{id}/acknowledge',
  summary: 'Acknowledge it: you become its owner, and nobody else is paged',
  permission: 'incidents.work',
  audit: 'incident.acknowledged',
  params,
  body: acknowledgeBody,
  response: incidentItem,
  idempotent: true,
  problems: ['not-open', 'stale-revision'],
  example: {},
})

export const reviseIncidentContract = defineContract({
  id: 'incidents.revise',
  method: 'POST',
  path: '/api/v1/incidents/{id}/revise',
  summary: 'Change its severity, or take it over from its owner',
  permission: 'incidents.work',
  audit: 'incident.revised',
  params,
  body: reviseBody,
  response: incidentItem,
  idempotent: true,
  problems: ['not-open', 'stale-revision'],
  example: { severity: 'info' },
})

export const addIncidentNoteContract = defineContract({
  id: 'incidents.note',
  method: 'POST',
  path: '/api/v1/incidents/{id}/note',
  summary: 'Add a note to its timeline, also after it was resolved',
  permission: 'incidents.work',
  audit: 'incident.noted',
  params,
  body: noteBody,
  response: noteAnswer,
  status: 201,
  idempotent: true,
  example: { text: 'The vendor confirms an outage.' },
})

export const resolveIncidentContract = defineContract({
  id: 'incidents.resolve',
  method: 'POST',
  path: '/api/v1/incidents/{id}/resolve',
  summary: 'Resolve it with a summary',
  permission: 'incidents.work',
  audit: 'incident.resolved',
  params,
  body: resolveBody,
  response: incidentItem,
  idempotent: true,
  problems: ['not-open', 'stale-revision'],
  example: { summary: 'The vendor had an outage of 20 minutes. The fallback answered.' },
})

export const incidentTimelineContract = defineContract({
  id: 'incidents.timeline',
  method: 'GET',
  path: '/api/v1/incidents/{id}/timeline',
  summary: 'What happened in its scope and what was written in it, as one timeline',
  description:
    'Changes of state, denied steps by rule, approvals, guardrails, releases, expensive hours, scores by people, configuration changes, signals and notes.',
  permission: 'project.read',
  audit: null,
  params,
  query: timelineQuery,
  response: timelineAnswer,
})

export const postMortemContract = defineContract({
  id: 'incidents.postMortem',
  method: 'GET',
  path: '/api/v1/incidents/{id}/post-mortem',
  summary: 'The incident as a Markdown document to continue writing',
  permission: 'project.read',
  audit: null,
  params,
  query: timelineQuery,
  response: postMortemAnswer,
})
