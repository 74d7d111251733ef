import { freezeConfig } from '#lib/domain/rollouts/contract.ts'
import { listFreezes } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(freezeConfig.list, listFreezes)
