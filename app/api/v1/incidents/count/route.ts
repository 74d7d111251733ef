import { countIncidentsContract } from '#lib/domain/incidents/contract.ts'
import { countIncidents } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(countIncidentsContract, countIncidents)
