import { configVerbs } from '#lib/platform/config/verbs.ts'
import { invalid } from '#lib/shared/problem.ts'
import { pipelineConfig } from './contract.ts'

const verbs = configVerbs(pipelineConfig, {
  announce: (what, slug, revision) => ({ topic: 'rag', type: `rag-pipeline.${what}`, ids: [slug], revision }),
  check: ({ chunkSize, chunkOverlap }) => {
    if (Number(chunkOverlap) >= Number(chunkSize))
      throw invalid('The overlap must be smaller than the chunk.', 'body.chunkOverlap')
  },
})

export const { put: putPipeline, get: getPipeline, list: listPipelines, archive: archivePipeline } = verbs
/** For configuration as one file. */
export const ragPipelineKind = verbs.kind
