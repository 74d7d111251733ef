import { listDenialsContract } from '#lib/domain/permits/contract.ts'
import { listDenials } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listDenialsContract, listDenials)
