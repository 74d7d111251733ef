import { defineContract } from '#lib/shared/contract.ts'
import { changeDemoBodySchema, demoSchema } from './schemas.ts'

const demo = { path: '/api/v1/demo', response: demoSchema } as const

export const getDemoContract = defineContract({
  ...demo,
  id: 'demo.get',
  method: 'GET',
  summary: 'The demo fleet of this instance: four invented agents in a project of their own',
  permission: 'project.read',
  audit: null,
})

export const startDemoContract = defineContract({
  ...demo,
  id: 'demo.start',
  method: 'POST',
  summary: 'Start the demo fleet, or join the one that runs',
  description:
    'Makes a project named Demo, of which you are administrator, writes a month of history within two minutes, and continues live ' +
    'until it is paused or removed. Real clients of this API and invented agents; nothing is sent outside.',
  permission: 'projects.manage',
  audit: 'demo.started',
  status: 201,
})

export const changeDemoContract = defineContract({
  ...demo,
  id: 'demo.change',
  method: 'PATCH',
  summary: 'Pause the live traffic of the demo fleet, or resume it',
  permission: 'projects.manage',
  audit: 'demo.changed',
  body: changeDemoBodySchema,
})

export const removeDemoContract = defineContract({
  ...demo,
  id: 'demo.remove',
  method: 'DELETE',
  summary: 'Remove the demo fleet with its project and everything in it',
  permission: 'projects.manage',
  audit: 'project.removed',
})
