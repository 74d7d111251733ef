import { revokeKeyContract } from '#lib/domain/access/contract.ts'
import { revokeKey } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(revokeKeyContract, revokeKey)
