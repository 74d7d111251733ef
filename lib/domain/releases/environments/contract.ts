import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'

// In a file of its own, because the environment switch is on every page and would load the schemas of releases too.

const environmentsAnswer = z
  .strictObject({ items: z.array(z.string()).meta({ description: 'By name' }) })
  .meta({ id: 'Environments' })

export const listEnvironmentsContract = defineContract({
  id: 'releases.environments',
  method: 'GET',
  path: '/api/v1/environments',
  summary: 'Environments that traces of the last 30 days have named',
  permission: 'project.read',
  audit: null,
  response: environmentsAnswer,
})
