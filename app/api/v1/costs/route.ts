import { recordCostsContract } from '#lib/domain/costs/contract.ts'
import { recordCosts } from '#lib/domain/costs/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(recordCostsContract, recordCosts)
