import { listQueriesContract } from '#lib/domain/rag/contract.ts'
import { listQueries } from '#lib/domain/rag/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listQueriesContract, listQueries)
