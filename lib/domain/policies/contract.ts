import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { backTestAnswer, backTestBody, groupFields, policyFields, policyVersions } from './schemas.ts'

export const policyConfig = configContracts({
  name: 'policy',
  plural: 'policies',
  fields: policyFields,
  read: 'project.read',
  write: 'policies.manage',
  example: { outcome: 'require_approval', tools: ['refund'], arguments: [{ path: 'amount', op: 'range', min: 100 }] },
})

export const groupConfig = configContracts({
  name: 'group',
  plural: 'groups',
  fields: groupFields,
  read: 'project.read',
  write: 'policies.manage',
  example: { members: ['ada@example.com'] },
})

export const policyVersionsContract = defineContract({
  id: 'policies.versions',
  method: 'GET',
  path: '/api/v1/policies/{slug}/versions',
  summary: 'The versions of a policy, newest first, and how often each applied',
  permission: 'project.read',
  audit: null,
  params: policyConfig.get.params,
  response: policyVersions,
})

export const backTestContract = defineContract({
  id: 'policies.backTest',
  method: 'POST',
  path: '/api/v1/policy-back-tests',
  summary: 'What a policy would have answered to past requests',
  description: 'Of at most 1,000 requests, the newest first. Nothing is stored.',
  permission: 'approvals.read',
  audit: null,
  body: backTestBody,
  response: backTestAnswer,
  example: { slug: 'large-refunds', policy: { outcome: 'require_approval', tools: ['refund'] }, days: 30 },
})
