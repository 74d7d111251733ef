import { createScoreContract } from '#lib/domain/traces/contract.ts'
import { createScore } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(createScoreContract, createScore)
