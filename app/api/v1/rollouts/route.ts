import { createRolloutContract, listRolloutsContract } from '#lib/domain/rollouts/contract.ts'
import { createRollout, listRollouts } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listRolloutsContract, listRollouts)
export const POST = handle(createRolloutContract, createRollout)
