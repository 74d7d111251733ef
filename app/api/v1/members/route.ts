import { addMemberContract, listMembersContract } from '#lib/domain/access/contract.ts'
import { addMember, listMembers } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listMembersContract, listMembers)
export const POST = handle(addMemberContract, addMember)
