import { policyConfig } from '#lib/domain/policies/contract.ts'
import { listPolicies } from '#lib/domain/policies/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(policyConfig.list, listPolicies)
