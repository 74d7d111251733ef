import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { agentDetail, agentFields, agentPage, agentQuery } from './schemas.ts'

/** Its PUT and DELETE; what is read of an agent is more than what was set. */
export const agentConfig = configContracts({
  name: 'agent',
  plural: 'agents',
  fields: agentFields,
  read: 'project.read',
  write: 'agents.manage',
  example: {
    description: 'Sorts what customers write',
    owner: 'support',
    environments: ['production'],
    qualityScore: { name: 'helpfulness' },
  },
})

export const listAgentsContract = defineContract({
  id: 'agents.list',
  method: 'GET',
  path: '/api/v1/agents',
  summary: 'List agents by name: those that are registered, and those that traces name',
  permission: 'project.read',
  audit: null,
  query: agentQuery,
  response: agentPage,
})

export const getAgentContract = defineContract({
  id: 'agents.get',
  method: 'GET',
  path: '/api/v1/agents/{slug}',
  summary: 'One agent: its settings, and what traces show of it',
  permission: 'project.read',
  audit: null,
  params: agentConfig.get.params,
  response: agentDetail,
})
