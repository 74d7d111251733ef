import { getRolloutContract } from '#lib/domain/rollouts/contract.ts'
import { getRollout } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getRolloutContract, getRollout)
