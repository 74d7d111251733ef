import { listPipelineRunsContract, startPipelineContract } from '#lib/domain/pipelines/contract.ts'
import { listPipelineRuns, startPipelineRun } from '#lib/domain/pipelines/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listPipelineRunsContract, listPipelineRuns)
export const POST = handle(startPipelineContract, startPipelineRun)
