import { pipelineConfig } from '#lib/domain/pipelines/contract.ts'
import { listPipelines } from '#lib/domain/pipelines/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(pipelineConfig.list, listPipelines)
