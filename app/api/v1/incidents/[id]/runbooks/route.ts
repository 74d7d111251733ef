import { incidentRunbooksContract } from '#lib/domain/runbooks/contract.ts'
import { listOfIncident } from '#lib/domain/runbooks/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(incidentRunbooksContract, listOfIncident)
