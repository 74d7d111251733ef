import { pauseRolloutContract } from '#lib/domain/rollouts/contract.ts'
import { pauseRollout } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(pauseRolloutContract, pauseRollout)
