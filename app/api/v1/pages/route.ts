import { listPagesContract } from '#lib/domain/on-call/contract.ts'
import { listPages } from '#lib/domain/on-call/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listPagesContract, listPages)
