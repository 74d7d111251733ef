import { listTracesContract, sendTracesContract } from '#lib/domain/traces/contract.ts'
import { listTraces, sendTraces } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listTracesContract, listTraces)
export const POST = handle(sendTracesContract, sendTraces)
