import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import {
  checkAnswer,
  checkBody,
  checkPage,
  checkQuery,
  driftAnswer,
  driftQuery,
  pipelineFields,
  queryPage,
  queryQuery,
} from './schemas.ts'

export const pipelineConfig = configContracts({
  name: 'rag-pipeline',
  plural: 'rag-pipelines',
  fields: pipelineFields,
  read: 'rag.read',
  write: 'rag.manage',
  example: {
    embeddingModel: 'text-embedding-3-small',
    chunkSize: 800,
    chunkOverlap: 100,
    indexBuiltAt: '2026-11-27T04:00:00Z',
    documentsUpdatedAt: '2026-11-26T18:00:00Z',
    retriever: 'runbook_search',
  },
})

const params = z.strictObject({ id: z.string().min(1).max(60) })

export const makeCheckContract = defineContract({
  id: 'rag-checks.make',
  method: 'POST',
  path: '/api/v1/rag-checks',
  summary: 'Check a RAG pipeline by its evidence: pass, fail, or lacks evidence, which does not count as pass',
  description:
    'Recall and the other figures are computed here, from what each query retrieved and what it should have retrieved.',
  permission: 'rag.check',
  audit: 'rag-check.made',
  body: checkBody,
  response: checkAnswer,
  status: 201,
  idempotent: true,
  example: {
    pipeline: 'runbooks',
    embeddingModel: 'text-embedding-3-small',
    k: 5,
    queries: [{ id: 'q1', retrieved: ['disk-full', 'dns'], expected: ['disk-full'] }],
  },
})

export const listChecksContract = defineContract({
  id: 'rag-checks.list',
  method: 'GET',
  path: '/api/v1/rag-checks',
  summary: 'List checks, newest first',
  permission: 'rag.read',
  audit: null,
  query: checkQuery,
  response: checkPage,
})

export const getCheckContract = defineContract({
  id: 'rag-checks.get',
  method: 'GET',
  path: '/api/v1/rag-checks/{id}',
  summary: 'One check, with Markdown for the pull request',
  permission: 'rag.read',
  audit: null,
  params,
  response: checkAnswer,
})

export const listQueriesContract = defineContract({
  id: 'rag-checks.queries',
  method: 'GET',
  path: '/api/v1/rag-checks/{id}/queries',
  summary: 'The queries of a check, those that found least first',
  permission: 'rag.read',
  audit: null,
  params,
  query: queryQuery,
  response: queryPage,
})

export const driftContract = defineContract({
  id: 'rag-pipelines.drift',
  method: 'GET',
  path: '/api/v1/rag-pipelines/{slug}/drift',
  summary: 'What live retrievals show: empty ones, a shift of scores, an index older than its documents',
  permission: 'rag.read',
  audit: null,
  params: pipelineConfig.get.params,
  query: driftQuery,
  response: driftAnswer,
})
