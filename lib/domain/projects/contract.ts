import { defineContract } from '#lib/shared/contract.ts'
import {
  createProjectBodySchema,
  projectListQuerySchema,
  projectListSchema,
  projectSchema,
  removeProjectBodySchema,
  renameProjectBodySchema,
} from './schemas.ts'

export const listProjectsContract = defineContract({
  id: 'projects.list',
  method: 'GET',
  path: '/api/v1/projects',
  summary: 'Projects that you are a member of, the first joined first',
  permission: 'account.self',
  audit: null,
  query: projectListQuerySchema,
  response: projectListSchema,
})

export const createProjectContract = defineContract({
  id: 'projects.create',
  method: 'POST',
  path: '/api/v1/projects',
  summary: 'Create a project; you are its administrator',
  description: 'It has keys, members and data of its own. Name it in the header x-holdpoint-project to work in it.',
  permission: 'projects.manage',
  audit: 'project.created',
  body: createProjectBodySchema,
  example: { name: 'Acme Support', slug: 'acme-support' },
  response: projectSchema,
  status: 201,
  problems: ['slug-taken'],
})

export const renameProjectContract = defineContract({
  id: 'projects.rename',
  method: 'PATCH',
  path: '/api/v1/project',
  summary: 'Rename this project; its addresses stay',
  permission: 'projects.manage',
  audit: 'project.renamed',
  body: renameProjectBodySchema,
  response: projectSchema,
})

export const removeProjectContract = defineContract({
  id: 'projects.remove',
  method: 'POST',
  path: '/api/v1/project/remove',
  summary: 'Remove this project with everything in it',
  description:
    'Nobody can see it any more and its keys are invalid at once; its rows are deleted within minutes. Its audit log stays, ' +
    'closed by this removal and named with its last hash in the audit log of the first project. The audit log of a demo is deleted too.',
  permission: 'projects.manage',
  audit: 'project.removed',
  body: removeProjectBodySchema,
  response: projectSchema,
  problems: ['first-project', 'wrong-name', 'reauthentication-required'],
})
