import { freezeConfig } from '#lib/domain/rollouts/contract.ts'
import { archiveFreeze, getFreeze, putFreeze } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(freezeConfig.get, getFreeze)
export const PUT = handle(freezeConfig.put, putFreeze)
export const DELETE = handle(freezeConfig.archive, archiveFreeze)
