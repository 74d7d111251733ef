import { z } from 'zod'
import { promptName } from '#lib/domain/prompts/schemas.ts'
import { defineContract } from '#lib/shared/contract.ts'
import {
  langfuseCreateBody,
  langfuseLabelsBody,
  langfuseListQuery,
  langfusePrompt,
  langfusePromptList,
  langfusePromptQuery,
} from './schemas.ts'

export const langfuseGetPromptContract = defineContract({
  id: 'langfuse.prompt',
  method: 'GET',
  path: '/api/public/v2/prompts/{promptName}',
  summary: "A prompt, as Langfuse's SDKs ask for it: by label, else production",
  permission: 'prompts.read',
  audit: null,
  params: z.strictObject({ promptName }),
  query: langfusePromptQuery,
  response: langfusePrompt,
})

export const langfuseListPromptsContract = defineContract({
  id: 'langfuse.prompts',
  method: 'GET',
  path: '/api/public/v2/prompts',
  summary: "Prompts by name, as Langfuse's API lists them",
  permission: 'prompts.read',
  audit: null,
  query: langfuseListQuery,
  response: langfusePromptList,
})

export const langfuseCreatePromptContract = defineContract({
  id: 'langfuse.create-prompt',
  method: 'POST',
  path: '/api/public/v2/prompts',
  summary: "A new version, as Langfuse's SDKs create it, and its labels",
  permission: 'prompts.write',
  audit: 'prompt.version-created',
  body: langfuseCreateBody,
  response: langfusePrompt,
  status: 201,
  example: { name: 'diagnose', prompt: 'You are an incident responder. Diagnose: {{alert}}', labels: ['production'] },
})

export const langfuseLabelPromptContract = defineContract({
  id: 'langfuse.label-prompt',
  method: 'PATCH',
  path: '/api/public/v2/prompts/{promptName}/versions/{version}',
  summary: "Labels of a version, as Langfuse's SDKs move them; a guarded one waits for a person",
  permission: 'prompts.release',
  audit: 'prompt.label-moved',
  params: z.strictObject({ promptName, version: z.coerce.number().int().min(1) }),
  body: langfuseLabelsBody,
  response: langfusePrompt,
  example: { newLabels: ['production'] },
})
