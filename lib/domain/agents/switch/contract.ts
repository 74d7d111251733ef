import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'

const body = z.strictObject({
  reason: z.string().trim().min(1).max(2_000).meta({ description: 'Shown in the audit log' }),
})
const params = z.strictObject({ slug: z.string().min(1).max(200) })
const ofAgent = z.strictObject({ slug: z.string(), enabled: z.boolean(), revision: z.int() })
const ofProject = z.strictObject({ enabled: z.boolean() })
const example = { reason: 'It deletes what it should not.' }
const stop = { method: 'POST', body, idempotent: true, permission: 'agents.stop', example } as const
const resume = {
  method: 'POST',
  body,
  idempotent: true,
  permission: 'agents.resume',
  example: { reason: 'Mended.' },
} as const

export const disableAgentContract = defineContract({
  ...stop,
  id: 'agents.disable',
  path: '/api/v1/agents/{slug}/disable',
  summary: 'Switch an agent off: no permit, no approval, no claim from then on',
  audit: 'agent.disabled',
  params,
  response: ofAgent,
})
export const enableAgentContract = defineContract({
  ...resume,
  id: 'agents.enable',
  path: '/api/v1/agents/{slug}/enable',
  summary: 'Switch an agent on again (administrators only)',
  audit: 'agent.enabled',
  params,
  response: ofAgent,
})
export const projectSwitchContract = defineContract({
  id: 'agents.projectSwitch',
  method: 'GET',
  path: '/api/v1/project/switch',
  summary: 'Whether the agents of the project are stopped, by whom and why',
  permission: 'project.read',
  audit: null,
  response: z.strictObject({
    enabled: z.boolean(),
    by: z.string().nullable(),
    reason: z.string().nullable(),
    since: z.iso.datetime({ precision: 6 }).nullable(),
  }),
})
export const disableProjectContract = defineContract({
  ...stop,
  id: 'agents.disableProject',
  path: '/api/v1/project/disable',
  summary: 'Switch all agents of the project off',
  audit: 'project.disabled',
  response: ofProject,
})
export const enableProjectContract = defineContract({
  ...resume,
  id: 'agents.enableProject',
  path: '/api/v1/project/enable',
  summary: 'Switch all agents of the project on again (administrators only)',
  audit: 'project.enabled',
  response: ofProject,
})
