/** The verbs of the domain, for the server. */
export { archivePipeline, getPipeline, listPipelines, pipelineKind, putPipeline } from './config.ts'
export { getPipelineRun, listPipelineRuns } from './list-runs.ts'
export { reportStage } from './report-stage.ts'
export { startPipelineRun } from './start-run.ts'
