import { acknowledgeIncidentContract } from '#lib/domain/incidents/contract.ts'
import { acknowledgeIncident } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(acknowledgeIncidentContract, acknowledgeIncident)
