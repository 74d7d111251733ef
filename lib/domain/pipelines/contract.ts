import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { stageNames } from './rules.ts'
import { pipelineFields, reportBody, runItem, runPage, runQuery, startBody } from './schemas.ts'

export const pipelineConfig = configContracts({
  name: 'pipeline',
  plural: 'pipelines',
  fields: pipelineFields,
  read: 'pipelines.read',
  write: 'pipelines.manage',
  example: { agent: 'triage', deployChannel: 'deployer' },
})

const params = z.strictObject({ id: z.string().min(1).max(60) })

export const startPipelineContract = defineContract({
  id: 'pipeline-runs.start',
  method: 'POST',
  path: '/api/v1/pipeline-runs',
  summary: 'Begin a run of a pipeline for a commit and a release',
  description: 'Evaluation and shadow count as passed if they passed for a release with the same contents.',
  permission: 'pipelines.report',
  audit: 'pipeline.started',
  body: startBody,
  response: runItem,
  status: 201,
  idempotent: true,
  example: { pipeline: 'triage', commit: '4f1c2ab9', branch: 'main', release: 'triage-2026-11-28' },
})

export const reportStageContract = defineContract({
  id: 'pipeline-runs.report',
  method: 'POST',
  path: '/api/v1/pipeline-runs/{id}/stages/{stage}',
  summary: 'Report the state of a stage',
  description:
    'A repeated report changes nothing. The stage production begins when a person has approved it in the inbox.',
  permission: 'pipelines.report',
  audit: 'pipeline.stage-changed',
  params: z.strictObject({ ...params.shape, stage: z.enum(stageNames) }),
  body: reportBody,
  response: runItem,
  problems: ['stage-order', 'stage-ended', 'stage-waiting', 'stage-not-started'],
  example: { status: 'passed', evidence: { url: 'https://ci.example.com/1' } },
})

export const listPipelineRunsContract = defineContract({
  id: 'pipeline-runs.list',
  method: 'GET',
  path: '/api/v1/pipeline-runs',
  summary: 'List runs of pipelines, newest first',
  permission: 'pipelines.read',
  audit: null,
  query: runQuery,
  response: runPage,
})

export const getPipelineRunContract = defineContract({
  id: 'pipeline-runs.get',
  method: 'GET',
  path: '/api/v1/pipeline-runs/{id}',
  summary: 'One run of a pipeline, with its stages',
  permission: 'pipelines.read',
  audit: null,
  params,
  response: runItem,
})
