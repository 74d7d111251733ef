import { getSpanContract } from '#lib/domain/traces/contract.ts'
import { getSpan } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getSpanContract, getSpan)
