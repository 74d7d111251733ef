import { getIncidentContract } from '#lib/domain/incidents/contract.ts'
import { getIncident } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getIncidentContract, getIncident)
