import { listDearestContract } from '#lib/domain/costs/contract.ts'
import { listDearest } from '#lib/domain/costs/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listDearestContract, listDearest)
