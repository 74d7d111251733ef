import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import {
  baselineAnswer,
  baselineBody,
  scenarioQuery,
  scenariosAnswer,
  suiteFields,
  suitePage,
  suiteQuery,
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
  .extend({ version: z.int().meta({ description: 'The revision that results name' }) })
  .meta({ id: 'SuiteVersion' })

/**
 * Suites are configuration objects. Each revision is a version that is never deleted; the list leaves out the
 * scenarios.
 */
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

export const pinBaselineContract = defineContract({
  id: 'suites.pin-baseline',
  method: 'PUT',
  path: '/api/v1/suites/{slug}/baseline',
  summary: 'Choose the run that later runs of this suite are compared with',
  description: 'A finished run of this suite.',
  permission: 'evals.manage',
  audit: 'suite.baseline-pinned',
  params: suite.put.params,
  body: baselineBody,
  response: baselineAnswer,
  problems: ['not-finished'],
  example: { evalRunId: 'evr_01k' },
})

const scenarioFile = (tool: 'csv' | 'jsonl', what: string, files: string[], example: string) =>
  defineContract({
    id: `suites.import-${tool}`,
    method: 'POST',
    path: `/api/v1/suites/{slug}/scenarios/${tool}`,
    summary: `Put scenarios into a suite: ${what}`,
    description:
      'All of the file is stored or nothing: `issues` names each wrong row by its line. It creates a new version of the suite.',
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
