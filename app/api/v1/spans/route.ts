import { listSpansContract } from '#lib/domain/traces/contract.ts'
import { listSpans } from '#lib/domain/traces/list-spans.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSpansContract, (ctx, { query }) => listSpans(ctx, query))
