import { createLangfusePrompt, listLangfusePrompts } from '#lib/domain/prompts/index.ts'
import { langfuseCreatePromptContract, langfuseListPromptsContract } from '#lib/domain/prompts/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(langfuseListPromptsContract, listLangfusePrompts)
export const POST = handle(langfuseCreatePromptContract, createLangfusePrompt)
