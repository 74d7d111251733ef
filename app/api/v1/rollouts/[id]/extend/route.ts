import { extendRolloutContract } from '#lib/domain/rollouts/contract.ts'
import { extendRollout } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(extendRolloutContract, extendRollout)
