import { listNeedsContract } from '#lib/domain/needs/contract.ts'
import { listNeeds } from '#lib/domain/needs/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listNeedsContract, listNeeds)
