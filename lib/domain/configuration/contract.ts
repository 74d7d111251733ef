import { defineContract } from '#lib/shared/contract.ts'
import { applyAnswer, applyQuery, configurationAnswer, configurationFile } from './schemas.ts'

export const applyContract = defineContract({
  id: 'configuration.apply',
  method: 'POST',
  path: '/api/v1/apply',
  summary: 'Create or replace many configuration objects at once: all of them, or none',
  description:
    'YAML or JSON. Objects that the file does not name stay as they are. The same file again changes nothing. An error is named by its path, such as body.budgets.nightly.hardUsd.',
  permission: 'configuration.apply',
  audit: 'configuration.applied',
  query: applyQuery,
  body: configurationFile,
  yaml: true,
  files: ['application/yaml', 'application/x-yaml', 'text/yaml', 'application/json'],
  response: applyAnswer,
  problems: ['stale-revision'],
  example: {
    agents: { 'support-triage': { owner: 'support', qualityScore: { name: 'helpful' } } },
    budgets: { nightly: { kind: 'period', period: 'day', agent: 'support-triage', hardUsd: '20' } },
    slos: { 'triage-success': { agent: 'support-triage', objective: 'success', target: 0.99, days: 30 } },
  },
})

export const getConfigurationContract = defineContract({
  id: 'configuration.get',
  method: 'GET',
  path: '/api/v1/configuration',
  summary: 'All configuration objects in force, as one file',
  description: 'Applying it again changes nothing. Fields at their defaults are left out, and secrets are references.',
  permission: 'project.read',
  audit: null,
  response: configurationAnswer,
})
