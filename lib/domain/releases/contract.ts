import { defineContract } from '#lib/shared/contract.ts'
import { environmentsAnswer, seenAnswer, seenQuery } from './schemas.ts'

export const listSeenReleasesContract = defineContract({
  id: 'releases.seen',
  method: 'GET',
  path: '/api/v1/releases/seen',
  summary: 'Releases that traces have named, with their first and last appearance',
  description: 'Read from the rollups. With an environment, the appearances are those there.',
  permission: 'project.read',
  audit: null,
  query: seenQuery,
  response: seenAnswer,
})

export const listEnvironmentsContract = defineContract({
  id: 'releases.environments',
  method: 'GET',
  path: '/api/v1/environments',
  summary: 'Environments that traces of the last 30 days have named',
  permission: 'project.read',
  audit: null,
  response: environmentsAnswer,
})
