import { configVerbs } from '#lib/platform/config/verbs.ts'
import { pipelineConfig } from './contract.ts'

const verbs = configVerbs(pipelineConfig, {
  announce: (what, slug, revision) => ({ topic: 'pipelines', type: `pipeline.${what}`, ids: [slug], revision }),
})

export const { put: putPipeline, get: getPipeline, list: listPipelines, archive: archivePipeline } = verbs
export const pipelineKind = verbs.kind
