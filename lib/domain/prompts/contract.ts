import { z } from 'zod'
import { defineContract } from '#lib/shared/contract.ts'
import {
  compareAnswer,
  compareQuery,
  evidenceBody,
  label,
  labelBody,
  listQuery,
  moveAnswer,
  movePage,
  pageQuery,
  promptAnswer,
  promptName,
  promptPage,
  promptQuery,
  requestsAnswer,
  requestsQuery,
  rollbackBody,
  settingsAnswer,
  settingsBody,
  usageAnswer,
  usageQuery,
  usesAnswer,
  versionAnswer,
  versionBody,
  versionPage,
} from './schemas.ts'

const params = z.strictObject({ name: promptName })
const ofVersion = z.strictObject({ name: promptName, version: z.coerce.number().int().min(1) })
const ofLabel = z.strictObject({ name: promptName, label })

export const listPromptsContract = defineContract({
  id: 'prompts.list',
  method: 'GET',
  path: '/api/v1/prompts',
  summary: 'List prompts by name, with their labels',
  permission: 'prompts.read',
  audit: null,
  query: listQuery,
  response: promptPage,
})

export const getPromptContract = defineContract({
  id: 'prompts.get',
  method: 'GET',
  path: '/api/v1/prompts/{name}',
  summary: 'A version of a prompt, by its label or number',
  description:
    'With `ETag` and `Cache-Control`; `If-None-Match` answers 304. A slash of the name is written %2F. Keep the last answer: it can be used while the server is away. With `targetingKey` it takes part in a rollout of the label.',
  permission: 'prompts.read',
  audit: null,
  params,
  query: promptQuery,
  response: promptAnswer,
})

export const createVersionContract = defineContract({
  id: 'prompts.create-version',
  method: 'PUT',
  path: '/api/v1/prompts/{name}/versions',
  summary: 'Add a version, unless the newest version has the same contents',
  permission: 'prompts.write',
  audit: 'prompt.version-created',
  params,
  body: versionBody,
  yaml: true,
  files: ['application/yaml', 'application/x-yaml', 'text/yaml', 'application/json'],
  response: versionAnswer,
  created: answer => answer.created,
  example: {
    template: 'You are an incident responder. Diagnose: {{alert}}',
    model: 'claude-sonnet-4-5',
    parameters: { temperature: 0 },
  },
})

export const listVersionsContract = defineContract({
  id: 'prompts.versions',
  method: 'GET',
  path: '/api/v1/prompts/{name}/versions',
  summary: 'List the versions of a prompt, newest first',
  permission: 'prompts.read',
  audit: null,
  params,
  query: pageQuery,
  response: versionPage,
})

export const getSettingsContract = defineContract({
  id: 'prompts.settings',
  method: 'GET',
  path: '/api/v1/prompts/{name}/settings',
  summary: 'Settings for all versions of a prompt',
  permission: 'prompts.read',
  audit: null,
  params,
  response: settingsAnswer,
})

export const putSettingsContract = defineContract({
  id: 'prompts.configure',
  method: 'PUT',
  path: '/api/v1/prompts/{name}/settings',
  summary: 'Change the settings for all versions: suite, guarded labels, what lint expects',
  permission: 'prompts.manage',
  audit: 'prompt.configured',
  params,
  body: settingsBody,
  response: settingsAnswer,
  example: { suite: 'incident_investigation', guardedLabels: ['production'] },
})

export const moveLabelContract = defineContract({
  id: 'prompts.move-label',
  method: 'PUT',
  path: '/api/v1/prompts/{name}/labels/{label}',
  summary: 'Point a label at a version. A guarded label waits for a person',
  permission: 'prompts.release',
  audit: 'prompt.label-moved',
  params: ofLabel,
  body: labelBody,
  response: moveAnswer,
  problems: ['stale-revision', 'move-waiting', 'held-by-rollout'],
  example: { version: 3, reason: 'Finds the root cause in 4 more scenarios' },
})

export const rollBackLabelContract = defineContract({
  id: 'prompts.roll-back-label',
  method: 'POST',
  path: '/api/v1/prompts/{name}/labels/{label}/rollback',
  summary: 'Move a label back to the version that it had before. A rollback never waits for approval',
  permission: 'prompts.release',
  audit: 'prompt.label-moved',
  params: ofLabel,
  body: rollbackBody,
  response: moveAnswer,
  idempotent: true,
  problems: ['stale-revision', 'nothing-before', 'held-by-rollout'],
  example: { reason: 'Answers became twice as long' },
})

export const listMovesContract = defineContract({
  id: 'prompts.moves',
  method: 'GET',
  path: '/api/v1/prompts/{name}/moves',
  summary: 'List moves of labels, newest first',
  permission: 'prompts.read',
  audit: null,
  params,
  query: pageQuery,
  response: movePage,
})

export const promptUsageContract = defineContract({
  id: 'prompts.usage',
  method: 'GET',
  path: '/api/v1/prompts/{name}/usage',
  summary: 'Calls, errors, cost, latency and quality of each version, from traces that name it',
  permission: 'prompts.read',
  audit: null,
  params,
  query: usageQuery,
  response: usageAnswer,
})

export const promptRequestsContract = defineContract({
  id: 'prompts.requests',
  method: 'GET',
  path: '/api/v1/prompts/{name}/requests',
  summary: 'Requests, errors and cost of each version by time, from traces that used this version of the prompt only',
  permission: 'prompts.read',
  audit: null,
  params,
  query: requestsQuery,
  response: requestsAnswer,
})

export const addEvidenceContract = defineContract({
  id: 'prompts.add-evidence',
  method: 'POST',
  path: '/api/v1/prompts/{name}/versions/{version}/evals',
  summary:
    'Record that an eval run was made with this version, and compare it with production. A repeat changes nothing',
  permission: 'prompts.write',
  audit: 'prompt.evidence-added',
  params: ofVersion,
  body: evidenceBody,
  response: compareAnswer,
  idempotent: true,
  example: { evalRunId: 'evr_01k' },
})

export const listUsesContract = defineContract({
  id: 'prompts.uses',
  method: 'GET',
  path: '/api/v1/prompts/{name}/versions/{version}/uses',
  summary: 'Releases that contain a version, where they serve, and eval runs that were made with it',
  permission: 'prompts.read',
  audit: null,
  params: ofVersion,
  response: usesAnswer,
})

export const comparePromptsContract = defineContract({
  id: 'prompts.compare',
  method: 'GET',
  path: '/api/v1/prompts/{name}/compare',
  summary: 'Compare two versions: their newest eval runs by scenario, and their texts; also as Markdown',
  permission: 'prompts.read',
  audit: null,
  params,
  query: compareQuery,
  response: compareAnswer,
})
