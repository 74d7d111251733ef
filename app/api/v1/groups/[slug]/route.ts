import { groupConfig } from '#lib/domain/policies/contract.ts'
import { archiveGroup, getGroup, putGroup } from '#lib/domain/policies/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(groupConfig.get, getGroup)
export const PUT = handle(groupConfig.put, putGroup)
export const DELETE = handle(groupConfig.archive, archiveGroup)
