import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { listTraces } from '#lib/domain/traces/queries.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listTracesContract, (ctx, { query }) => listTraces(ctx, query))
