/** The verbs of the domain, for the server. */
export { archivePipeline, getPipeline, listPipelines, putPipeline, ragPipelineKind } from './config.ts'
export { getDrift } from './get-drift.ts'
export { getCheck, listChecks, listQueries } from './list-checks.ts'
export { makeCheck } from './make-check.ts'
