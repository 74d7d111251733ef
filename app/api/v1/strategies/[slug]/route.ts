import { strategyConfig } from '#lib/domain/rollouts/contract.ts'
import { archiveStrategy, getStrategy, putStrategy } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(strategyConfig.get, getStrategy)
export const PUT = handle(strategyConfig.put, putStrategy)
export const DELETE = handle(strategyConfig.archive, archiveStrategy)
