import { getLangfusePrompt } from '#lib/domain/prompts/index.ts'
import { langfuseGetPromptContract } from '#lib/domain/prompts/langfuse/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(langfuseGetPromptContract, getLangfusePrompt)
