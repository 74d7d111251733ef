import { z } from 'zod'
import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { sloCourse, sloFields, sloPage, sloQuery } from './schemas.ts'

export const sloConfig = configContracts({
  name: 'slo',
  plural: 'slos',
  fields: sloFields,
  read: 'project.read',
  write: 'slos.manage',
  example: { agent: 'support-triage', objective: 'success', target: 0.99, days: 30, onExhausted: 'hold_rollouts' },
})

export const listSlosContract = defineContract({
  id: 'slos.list',
  method: 'GET',
  path: '/api/v1/slos',
  summary: 'List service levels by name, with their budgets, computed from the rollups',
  permission: 'project.read',
  audit: null,
  query: sloQuery,
  response: sloPage,
})

export const sloCourseContract = defineContract({
  id: 'slos.course',
  method: 'GET',
  path: '/api/v1/slos/{slug}/course',
  summary: 'The budget of a service level over its period, and when its status changed',
  permission: 'project.read',
  audit: null,
  params: z.strictObject({ slug: z.string().min(1).max(200) }),
  response: sloCourse,
})
