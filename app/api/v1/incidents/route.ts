import { createIncidentContract, listIncidentsContract } from '#lib/domain/incidents/contract.ts'
import { createIncident, listIncidents } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listIncidentsContract, listIncidents)
export const POST = handle(createIncidentContract, createIncident)
