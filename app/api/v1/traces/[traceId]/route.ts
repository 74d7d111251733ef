import { getTraceContract } from '#lib/domain/traces/contract.ts'
import { getTrace } from '#lib/domain/traces/get-trace.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getTraceContract, (ctx, { params }) => getTrace(ctx, params.traceId))
