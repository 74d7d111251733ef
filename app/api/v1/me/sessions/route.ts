import { listSessionsContract } from '#lib/domain/access/contract.ts'
import { listSessions } from '#lib/domain/access/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSessionsContract, listSessions)
