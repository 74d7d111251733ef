import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { toolDetail, toolFields, toolPage, toolQuery } from './schemas.ts'

/**
 * Only its PUT and DELETE: the answer for a tool has more than what was set. The slug is the name that traces and
 * requests use.
 */
export const toolConfig = configContracts({
  name: 'tool',
  plural: 'tools',
  fields: toolFields,
  read: 'project.read',
  write: 'tools.manage',
  example: {
    risk: 'high',
    owner: 'platform',
    schema: { type: 'object', properties: { resource: { type: 'string' } }, required: ['resource'] },
  },
})

export const listToolsContract = defineContract({
  id: 'tools.list',
  method: 'GET',
  path: '/api/v1/tools',
  summary: 'List tools by name: those that are registered, and those that traces name',
  permission: 'project.read',
  audit: null,
  query: toolQuery,
  response: toolPage,
})

export const getToolContract = defineContract({
  id: 'tools.get',
  method: 'GET',
  path: '/api/v1/tools/{slug}',
  summary: 'One tool: its settings, and what traces show of it',
  permission: 'project.read',
  audit: null,
  params: toolConfig.get.params,
  response: toolDetail,
})
