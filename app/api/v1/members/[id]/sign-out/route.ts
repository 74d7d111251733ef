import { signOutMemberContract } from '#lib/domain/access/contract.ts'
import { signOutMember } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(signOutMemberContract, signOutMember)
