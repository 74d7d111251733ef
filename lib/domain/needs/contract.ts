import { defineContract } from '#lib/shared/contract.ts'
import { needsAnswer, needsQuery } from './schemas.ts'

export const listNeedsContract = defineContract({
  id: 'needs.list',
  method: 'GET',
  path: '/api/v1/needs',
  summary: 'What needs a person now, from every part of the product, the most urgent first',
  permission: 'project.read',
  audit: null,
  query: needsQuery,
  response: needsAnswer,
})
