import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'

// Apart from releases: the switch of environments stands on every page, and what a release is made of would come with it.

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
