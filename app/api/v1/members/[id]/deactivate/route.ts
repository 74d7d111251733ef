import { deactivateMemberContract } from '#lib/domain/access/contract.ts'
import { deactivateMember } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(deactivateMemberContract, deactivateMember)
