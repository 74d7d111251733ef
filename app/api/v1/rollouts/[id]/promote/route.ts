import { promoteRolloutContract } from '#lib/domain/rollouts/contract.ts'
import { promoteRollout } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(promoteRolloutContract, promoteRollout)
