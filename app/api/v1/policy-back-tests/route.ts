import { backTest } from '#lib/domain/approvals/index.ts'
import { backTestContract } from '#lib/domain/policies/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(backTestContract, backTest)
