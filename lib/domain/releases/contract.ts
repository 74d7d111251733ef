import { defineContract } from '#lib/shared/contract.ts'
import { seenAnswer, seenQuery } from './schemas.ts'

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
