import { revokeKeyContract } from '#lib/domain/access/client.ts'
import { revokeKey } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(revokeKeyContract, revokeKey)
