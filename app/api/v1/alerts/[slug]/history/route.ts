import { alertHistoryContract } from '#lib/domain/alerts/contract.ts'
import { readHistory } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(alertHistoryContract, readHistory)
