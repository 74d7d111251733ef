import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { listTraces } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listTracesContract, listTraces)
