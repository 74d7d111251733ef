import { listViolationsContract } from '#lib/domain/permits/contract.ts'
import { listViolations } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listViolationsContract, listViolations)
