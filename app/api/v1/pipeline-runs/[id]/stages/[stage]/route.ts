import { reportStageContract } from '#lib/domain/pipelines/contract.ts'
import { reportStage } from '#lib/domain/pipelines/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(reportStageContract, reportStage)
