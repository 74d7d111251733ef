import { labelLangfusePrompt } from '#lib/domain/prompts/index.ts'
import { langfuseLabelPromptContract } from '#lib/domain/prompts/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const PATCH = handle(langfuseLabelPromptContract, labelLangfusePrompt)
