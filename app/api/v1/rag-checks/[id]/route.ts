import { getCheckContract } from '#lib/domain/rag/contract.ts'
import { getCheck } from '#lib/domain/rag/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getCheckContract, getCheck)
