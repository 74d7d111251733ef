import { groupConfig } from '#lib/domain/policies/contract.ts'
import { listGroups } from '#lib/domain/policies/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(groupConfig.list, listGroups)
