import { defineContract } from '#lib/shared/contract.ts'
import { idParams } from '../schemas.ts'
import { compareAnswer, compareQuery, verdictAnswer } from './schemas.ts'

export const verdictContract = defineContract({
  id: 'eval-runs.verdict',
  method: 'GET',
  path: '/api/v1/eval-runs/{id}/verdict',
  summary: 'Whether a run is good enough: pass, fail or inconclusive, and why',
  permission: 'evals.read',
  audit: null,
  params: idParams,
  response: verdictAnswer,
})

export const compareRunsContract = defineContract({
  id: 'eval-runs.compare',
  method: 'GET',
  path: '/api/v1/eval-runs/compare',
  summary: 'One to five runs by scenario and criterion, the largest losses first',
  permission: 'evals.read',
  audit: null,
  query: compareQuery,
  response: compareAnswer,
})
