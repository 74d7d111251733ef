import { reactivateMemberContract } from '#lib/domain/access/contract.ts'
import { reactivateMember } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(reactivateMemberContract, reactivateMember)
