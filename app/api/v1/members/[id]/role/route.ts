import { changeRoleContract } from '#lib/domain/access/contract.ts'
import { changeRole } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(changeRoleContract, changeRole)
