import { listPromptsContract } from '#lib/domain/prompts/contract.ts'
import { listPrompts } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listPromptsContract, listPrompts)
