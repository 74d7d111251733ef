import { getTraceContract } from '#lib/domain/traces/contract.ts'
import { getTrace } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getTraceContract, getTrace)
