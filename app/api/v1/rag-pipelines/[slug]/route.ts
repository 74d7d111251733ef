import { pipelineConfig } from '#lib/domain/rag/contract.ts'
import { archivePipeline, getPipeline, putPipeline } from '#lib/domain/rag/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(pipelineConfig.get, getPipeline)
export const PUT = handle(pipelineConfig.put, putPipeline)
export const DELETE = handle(pipelineConfig.archive, archivePipeline)
