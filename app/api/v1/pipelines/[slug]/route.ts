import { pipelineConfig } from '#lib/domain/pipelines/contract.ts'
import { archivePipeline, getPipeline, putPipeline } from '#lib/domain/pipelines/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(pipelineConfig.get, getPipeline)
export const PUT = handle(pipelineConfig.put, putPipeline)
export const DELETE = handle(pipelineConfig.archive, archivePipeline)
