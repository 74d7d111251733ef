import { reauthenticateContract } from '#lib/domain/access/contract.ts'
import { reauthenticate } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(reauthenticateContract, reauthenticate)
