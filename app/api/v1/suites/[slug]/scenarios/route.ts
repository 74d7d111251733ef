import { listScenarios } from '#lib/domain/evals/index.ts'
import { listScenariosContract } from '#lib/domain/evals/suites/history-contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listScenariosContract, listScenarios)
