import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { idParams } from '../schemas.ts'
import { verdictAnswer } from '../verdicts/schemas.ts'
import {
  caseAnswer,
  caseQuery,
  importQuery,
  reportAnswer,
  reportBody,
  runDetail,
  runItem,
  runPage,
  runQuery,
  startBody,
} from './schemas.ts'

export const startRunContract = defineContract({
  id: 'eval-runs.start',
  method: 'POST',
  path: '/api/v1/eval-runs',
  summary: 'Start an eval run of a suite',
  permission: 'evals.report',
  audit: 'eval-run.started',
  body: startBody,
  response: runItem,
  status: 201,
  idempotent: true,
  example: { suite: 'incident_investigation', mode: 'real', release: '2026.11.4', commit: '9fceb02' },
})

export const reportResultsContract = defineContract({
  id: 'eval-runs.report',
  method: 'POST',
  path: '/api/v1/eval-runs/{id}/results',
  summary: 'Report results of a run: in any order, in parts, and repeatedly',
  description:
    'A score is identified by scenario, repeat and criterion; a later report replaces it, the same again changes nothing. All rows are stored or, where one is invalid, none: `issues` names each.',
  permission: 'evals.report',
  audit: null,
  params: idParams,
  body: reportBody,
  response: reportAnswer,
  idempotent: true,
  problems: ['finished'],
  example: { results: [{ scenario: 'disk-full', criterion: 'accuracy', score: 0.9, output: 'Log rotation is off.' }] },
})

export const finishRunContract = defineContract({
  id: 'eval-runs.finish',
  method: 'POST',
  path: '/api/v1/eval-runs/{id}/finish',
  summary: 'Finish a run: it accepts no more results, and its verdict is final. A repeat is answered the same',
  permission: 'evals.report',
  audit: 'eval-run.finished',
  params: idParams,
  response: verdictAnswer,
})

export const getRunContract = defineContract({
  id: 'eval-runs.get',
  method: 'GET',
  path: '/api/v1/eval-runs/{id}',
  summary: 'One eval run',
  permission: 'evals.read',
  audit: null,
  params: idParams,
  response: runDetail,
})

export const listRunsContract = defineContract({
  id: 'eval-runs.list',
  method: 'GET',
  path: '/api/v1/eval-runs',
  summary: 'List eval runs, newest first',
  permission: 'evals.read',
  audit: null,
  query: runQuery,
  response: runPage,
})

export const getCaseContract = defineContract({
  id: 'eval-runs.case',
  method: 'GET',
  path: '/api/v1/eval-runs/{id}/case',
  summary: 'What a run did in one scenario, repeat by repeat',
  permission: 'evals.read',
  audit: null,
  params: idParams,
  query: caseQuery,
  response: caseAnswer,
})

const importing = (tool: string, what: string, files: string[], example: string) =>
  defineContract({
    id: `eval-runs.import-${tool}`,
    method: 'POST',
    path: `/api/v1/eval-runs/import/${tool}`,
    summary: `Import ${what} as a finished run`,
    description: 'A suite that does not exist yet is created from the scenarios in the file.',
    permission: 'evals.report',
    audit: 'eval-run.imported',
    query: importQuery,
    body: z.string().min(1),
    files,
    response: verdictAnswer,
    status: 201,
    idempotent: true,
    problems: ['unreadable-file'],
    example,
  })

export const importJunitContract = importing(
  'junit',
  'JUnit XML of pytest, vitest and others',
  ['application/xml', 'text/xml'],
  '<testsuite name="t"><testcase classname="c" name="n" time="0.1"/></testsuite>',
)

export const importPromptfooContract = importing(
  'promptfoo',
  'the JSON that promptfoo writes',
  ['application/json'],
  '{"results": {"results": []}}',
)

export const importJsonContract = importing(
  'json',
  'plain JSON: {results: […]} as eval-runs/{id}/results takes it',
  ['application/json'],
  '{"results": [{"scenario": "disk-full", "criterion": "accuracy", "score": 0.9}]}',
)
