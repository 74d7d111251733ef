import { comparePromptsContract } from '#lib/domain/prompts/contract.ts'
import { compareVersions } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(comparePromptsContract, compareVersions)
