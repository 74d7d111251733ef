import { revokeSessionContract } from '#lib/domain/access/client.ts'
import { revokeSession } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(revokeSessionContract, revokeSession)
