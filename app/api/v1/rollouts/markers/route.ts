import { listRolloutMarkersContract } from '#lib/domain/rollouts/contract.ts'
import { listRolloutMarkers } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listRolloutMarkersContract, listRolloutMarkers)
