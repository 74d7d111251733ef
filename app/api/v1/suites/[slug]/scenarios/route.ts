import { listScenariosContract } from '#lib/domain/evals/history/contract.ts'
import { listScenarios } from '#lib/domain/evals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listScenariosContract, listScenarios)
