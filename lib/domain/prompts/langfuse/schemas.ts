import { z } from 'zod'
import { label, promptName } from '#lib/domain/prompts/schemas.ts'

const message = z.union([
  z.looseObject({ type: z.literal('placeholder'), name: z.string().min(1).max(100) }),
  z.looseObject({
    type: z.literal('chatmessage').optional(),
    role: z.string().min(1).max(50),
    content: z.string().max(200_000),
  }),
])
export type LangfuseMessage = z.output<typeof message>

export const langfusePromptQuery = z.object({
  version: z.coerce.number().int().min(1).optional(),
  label: label.optional(),
})

const shared = {
  name: promptName,
  config: z.record(z.string(), z.json()).nullish(),
  labels: z.array(label).max(20).nullish(),
  tags: z.array(z.string().min(1).max(100)).max(50).nullish(),
  commitMessage: z.string().max(2_000).nullish(),
}
export const langfuseCreateBody = z.union([
  z.looseObject({ ...shared, type: z.literal('chat'), prompt: z.array(message).min(1).max(200) }),
  z.looseObject({ ...shared, type: z.literal('text').nullish(), prompt: z.string().min(1).max(200_000) }),
])

export const langfusePrompt = z.strictObject({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  projectId: z.string(),
  createdBy: z.string(),
  name: z.string(),
  version: z.int(),
  type: z.enum(['text', 'chat']),
  prompt: z.union([z.string(), z.array(z.record(z.string(), z.json()))]),
  config: z.record(z.string(), z.json()),
  labels: z.array(z.string()),
  tags: z.array(z.string()),
  commitMessage: z.string().nullable(),
  resolutionGraph: z.null(),
})

export const langfuseListQuery = z.object({
  name: promptName.optional(),
  label: label.optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const langfusePromptList = z.strictObject({
  data: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['text', 'chat']),
      versions: z.array(z.int()),
      labels: z.array(z.string()),
      tags: z.array(z.string()),
      lastUpdatedAt: z.string(),
      lastConfig: z.record(z.string(), z.json()),
    }),
  ),
  meta: z.strictObject({ page: z.int(), limit: z.int(), totalItems: z.int(), totalPages: z.int() }),
})

export const langfuseLabelsBody = z.looseObject({ newLabels: z.array(label).min(1).max(20) })
