import { listSpansContract } from '#lib/domain/traces/contract.ts'
import { listSpans } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSpansContract, listSpans)
