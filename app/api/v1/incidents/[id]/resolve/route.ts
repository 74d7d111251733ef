import { resolveIncidentContract } from '#lib/domain/incidents/contract.ts'
import { resolveIncident } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(resolveIncidentContract, resolveIncident)
