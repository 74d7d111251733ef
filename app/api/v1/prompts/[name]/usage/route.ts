import { promptUsageContract } from '#lib/domain/prompts/contract.ts'
import { promptUsage } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(promptUsageContract, promptUsage)
