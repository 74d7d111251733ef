import { deactivateMemberContract } from '#lib/domain/access/client.ts'
import { deactivateMember } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(deactivateMemberContract, deactivateMember)
