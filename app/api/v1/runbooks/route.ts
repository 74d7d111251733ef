import { runbookConfig } from '#lib/domain/runbooks/contract.ts'
import { listRunbooks } from '#lib/domain/runbooks/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(runbookConfig.list, listRunbooks)
