import { skipGateContract } from '#lib/domain/rollouts/contract.ts'
import { skipGate } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(skipGateContract, skipGate)
