import { listPermitRecordsContract } from '#lib/domain/permits/contract.ts'
import { listPermitRecords } from '#lib/domain/permits/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listPermitRecordsContract, listPermitRecords)
