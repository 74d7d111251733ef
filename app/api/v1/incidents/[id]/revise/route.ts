import { reviseIncidentContract } from '#lib/domain/incidents/contract.ts'
import { reviseIncident } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(reviseIncidentContract, reviseIncident)
