import { strategyConfig } from '#lib/domain/rollouts/contract.ts'
import { listStrategies } from '#lib/domain/rollouts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(strategyConfig.list, listStrategies)
