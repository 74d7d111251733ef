import { listSessionsContract } from '#lib/domain/sessions/contract.ts'
import { listSessions } from '#lib/domain/sessions/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSessionsContract, listSessions)
