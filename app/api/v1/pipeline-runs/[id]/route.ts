import { getPipelineRunContract } from '#lib/domain/pipelines/contract.ts'
import { getPipelineRun } from '#lib/domain/pipelines/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getPipelineRunContract, getPipelineRun)
