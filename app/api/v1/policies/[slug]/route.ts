import { policyConfig } from '#lib/domain/policies/contract.ts'
import { archivePolicy, getPolicy, putPolicy } from '#lib/domain/policies/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(policyConfig.get, getPolicy)
export const PUT = handle(policyConfig.put, putPolicy)
export const DELETE = handle(policyConfig.archive, archivePolicy)
