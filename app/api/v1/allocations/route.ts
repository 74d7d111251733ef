import { listAllocationsContract } from '#lib/domain/assignment/contract.ts'
import { listAllocations } from '#lib/domain/assignment/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listAllocationsContract, listAllocations)
