import { backTestContract } from '#lib/domain/approvals/contract.ts'
import { backTest } from '#lib/domain/approvals/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(backTestContract, backTest)
