import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { acceptBody, proposalItem, proposalPage, proposalQuery, proposeBody } from './proposals/schemas.ts'
import {
  baselineAnswer,
  baselineBody,
  caseAnswer,
  caseQuery,
  compareAnswer,
  compareQuery,
  importQuery,
  reportAnswer,
  reportBody,
  runItem,
  runPage,
  runQuery,
  scenarioQuery,
  scenariosAnswer,
  startBody,
  suiteFields,
  suitePage,
  suiteQuery,
  verdictAnswer,
} from './schemas.ts'

const suite = configContracts({
  name: 'suite',
  plural: 'suites',
  fields: suiteFields,
  read: 'evals.read',
  write: 'evals.manage',
  example: {
    agent: 'incident-responder',
    level: 'evaluation',
    scenarios: [{ id: 'disk-full', input: 'Disk full on node-3', expectedFindings: ['log rotation is off'] }],
  },
})
const record = suite.record
  .extend({ version: z.int().meta({ description: 'The revision, as results name it' }) })
  .meta({ id: 'SuiteVersion' })

/** Suites are configuration objects. Each revision is a version that stays; the list leaves out the scenarios. */
export const suiteConfig = {
  ...suite,
  record,
  put: { ...suite.put, response: record },
  get: { ...suite.get, response: record },
  list: defineContract({
    id: 'suites.list',
    method: 'GET',
    path: '/api/v1/suites',
    summary: 'List suites by name, each with its last run',
    permission: 'evals.read',
    audit: null,
    query: suiteQuery,
    response: suitePage,
  }),
}

const params = z.strictObject({ id: z.string().min(1).max(60) })

export const pinBaselineContract = defineContract({
  id: 'suites.pin-baseline',
  method: 'PUT',
  path: '/api/v1/suites/{slug}/baseline',
  summary: 'Pin the run that the runs of this suite are compared with from now on',
  description: 'A finished run of this suite.',
  permission: 'evals.manage',
  audit: 'suite.baseline-pinned',
  params: suite.put.params,
  body: baselineBody,
  response: baselineAnswer,
  problems: ['not-finished'],
  example: { evalRunId: 'evr_01k' },
})

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
  summary: 'Report results of a run: in any order, in parts, and again',
  description:
    'A score is named by scenario, repeat and criterion; what is reported later replaces it, the same again changes nothing. All rows are stored or, where one is refused, none: `issues` names each.',
  permission: 'evals.report',
  audit: null,
  params,
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
  summary: 'Finish a run: nothing more is taken, and its verdict stands. Again answers the same',
  permission: 'evals.report',
  audit: 'eval-run.finished',
  params,
  response: verdictAnswer,
})

export const verdictContract = defineContract({
  id: 'eval-runs.verdict',
  method: 'GET',
  path: '/api/v1/eval-runs/{id}/verdict',
  summary: 'Whether a run is good enough: pass, fail or inconclusive, and why',
  permission: 'evals.read',
  audit: null,
  params,
  response: verdictAnswer,
})

export const getRunContract = defineContract({
  id: 'eval-runs.get',
  method: 'GET',
  path: '/api/v1/eval-runs/{id}',
  summary: 'One eval run',
  permission: 'evals.read',
  audit: null,
  params,
  response: runItem,
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

export const compareRunsContract = defineContract({
  id: 'eval-runs.compare',
  method: 'GET',
  path: '/api/v1/eval-runs/compare',
  summary: 'One to five runs by scenario and criterion, what got worst first',
  permission: 'evals.read',
  audit: null,
  query: compareQuery,
  response: compareAnswer,
})

export const getCaseContract = defineContract({
  id: 'eval-runs.case',
  method: 'GET',
  path: '/api/v1/eval-runs/{id}/case',
  summary: 'What a run did in one scenario, repeat by repeat',
  permission: 'evals.read',
  audit: null,
  params,
  query: caseQuery,
  response: caseAnswer,
})

const importing = (tool: string, what: string, files: string[], example: string) =>
  defineContract({
    id: `eval-runs.import-${tool}`,
    method: 'POST',
    path: `/api/v1/eval-runs/import/${tool}`,
    summary: `Import ${what} as a finished run`,
    description: 'A suite that there is not yet is made of the scenarios of the file.',
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

const scenarioFile = (tool: 'csv' | 'jsonl', what: string, files: string[], example: string) =>
  defineContract({
    id: `suites.import-${tool}`,
    method: 'POST',
    path: `/api/v1/suites/{slug}/scenarios/${tool}`,
    summary: `Put scenarios into a suite: ${what}`,
    description:
      'All of the file or nothing: `issues` names each wrong row by its line. It makes a new version of the suite.',
    permission: 'evals.manage',
    audit: 'suite.configured',
    params: suite.put.params,
    query: scenarioQuery,
    body: z.string().min(1),
    files,
    response: scenariosAnswer,
    idempotent: true,
    problems: ['stale-revision', 'unreadable-file'],
    example,
  })
export const importCsvContract = scenarioFile(
  'csv',
  'CSV with the columns id, input, expectedOutput, expectedFindings (by line), tags (by comma)',
  ['text/csv'],
  'id,input,expectedFindings\ndisk-full,Disk full on node-3,log rotation is off\n',
)
export const importJsonlContract = scenarioFile(
  'jsonl',
  'one JSON object a line, as the suite has them',
  ['application/jsonl', 'application/x-ndjson'],
  '{"id": "disk-full", "input": "Disk full on node-3"}\n',
)

export const listProposalsContract = defineContract({
  id: 'eval-proposals.list',
  method: 'GET',
  path: '/api/v1/eval-proposals',
  summary: 'Traces that are proposed as scenarios, newest first',
  permission: 'evals.read',
  audit: null,
  query: proposalQuery,
  response: proposalPage,
})

export const proposeTraceContract = defineContract({
  id: 'eval-proposals.make',
  method: 'POST',
  path: '/api/v1/eval-proposals',
  summary: 'Propose a trace as a scenario of a suite',
  permission: 'evals.report',
  audit: 'eval-proposal.made',
  body: proposeBody,
  response: proposalItem,
  idempotent: true,
  example: { suite: 'incident_investigation', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
})

export const acceptProposalContract = defineContract({
  id: 'eval-proposals.accept',
  method: 'POST',
  path: '/api/v1/eval-proposals/{id}/accept',
  summary: 'Make a scenario of a proposed trace: a new version of its suite',
  permission: 'evals.accept',
  audit: 'eval-proposal.accepted',
  params,
  body: acceptBody,
  response: proposalItem,
  idempotent: true,
  problems: ['decided', 'stale-revision'],
  example: { scenario: 'disk-full-node-3', expectedFindings: ['log rotation is off'] },
})

export const dismissProposalContract = defineContract({
  id: 'eval-proposals.dismiss',
  method: 'POST',
  path: '/api/v1/eval-proposals/{id}/dismiss',
  summary: 'Dismiss a proposed trace',
  permission: 'evals.accept',
  audit: 'eval-proposal.dismissed',
  params,
  response: proposalItem,
  problems: ['decided'],
})
