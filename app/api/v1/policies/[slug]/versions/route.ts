import { policyVersionsContract } from '#lib/domain/policies/contract.ts'
import { listPolicyVersions } from '#lib/domain/policies/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(policyVersionsContract, listPolicyVersions)
