import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import { suiteConfig } from '../suites/contract.ts'
import { changesAnswer, scenariosPage, scenariosQuery, versionsPage, versionsQuery } from './schemas.ts'

const { params } = suiteConfig.put

export const listScenariosContract = defineContract({
  id: 'suites.scenarios',
  method: 'GET',
  path: '/api/v1/suites/{slug}/scenarios',
  summary: 'Scenarios of a suite in order, all or those that contain a text',
  permission: 'evals.read',
  audit: null,
  params,
  query: scenariosQuery,
  response: scenariosPage,
})

export const listSuiteVersionsContract = defineContract({
  id: 'suites.versions',
  method: 'GET',
  path: '/api/v1/suites/{slug}/versions',
  summary: 'Versions of a suite, newest first',
  permission: 'evals.read',
  audit: null,
  params,
  query: versionsQuery,
  response: versionsPage,
})

export const suiteChangesContract = defineContract({
  id: 'suites.changes',
  method: 'GET',
  path: '/api/v1/suites/{slug}/versions/{version}',
  summary: 'What a version of a suite changed compared with the one before',
  permission: 'evals.read',
  audit: null,
  params: params.extend({ version: z.coerce.number().int().min(1) }),
  response: changesAnswer,
})
