import { incidentTimelineContract } from '#lib/domain/incidents/contract.ts'
import { readTimeline } from '#lib/domain/incidents/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(incidentTimelineContract, readTimeline)
