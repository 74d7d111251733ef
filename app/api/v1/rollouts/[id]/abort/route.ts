import { abortRolloutContract } from '#lib/domain/rollouts/contract.ts'
import { abortRollout } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(abortRolloutContract, abortRollout)
