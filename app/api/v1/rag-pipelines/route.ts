import { pipelineConfig } from '#lib/domain/rag/contract.ts'
import { listPipelines } from '#lib/domain/rag/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(pipelineConfig.list, listPipelines)
