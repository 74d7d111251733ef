import { driftContract } from '#lib/domain/rag/contract.ts'
import { getDrift } from '#lib/domain/rag/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(driftContract, getDrift)
