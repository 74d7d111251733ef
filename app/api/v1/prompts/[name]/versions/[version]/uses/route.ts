import { listUsesContract } from '#lib/domain/prompts/contract.ts'
import { listUses } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listUsesContract, listUses)
