import { changePasswordContract } from '#lib/domain/access/contract.ts'
import { changePassword } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(changePasswordContract, changePassword)
