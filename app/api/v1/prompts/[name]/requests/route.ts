import { promptRequestsContract } from '#lib/domain/prompts/contract.ts'
import { promptRequests } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(promptRequestsContract, promptRequests)
