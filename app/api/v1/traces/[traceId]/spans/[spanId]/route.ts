import { getSpanContract } from '#lib/domain/traces/contract.ts'
import { getSpan } from '#lib/domain/traces/get-trace.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getSpanContract, (ctx, { params }) => getSpan(ctx, params.traceId, params.spanId))
