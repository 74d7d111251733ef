import { revokeSessionContract } from '#lib/domain/access/contract.ts'
import { revokeSession } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(revokeSessionContract, revokeSession)
