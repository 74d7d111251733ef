import { listChecksContract, makeCheckContract } from '#lib/domain/rag/contract.ts'
import { listChecks, makeCheck } from '#lib/domain/rag/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listChecksContract, listChecks)
export const POST = handle(makeCheckContract, makeCheck)
