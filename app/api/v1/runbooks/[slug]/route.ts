import { runbookConfig } from '#lib/domain/runbooks/contract.ts'
import { archiveRunbook, getRunbook, putRunbook } from '#lib/domain/runbooks/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(runbookConfig.get, getRunbook)
export const PUT = handle(runbookConfig.put, putRunbook)
export const DELETE = handle(runbookConfig.archive, archiveRunbook)
