import { getSessionContract } from '#lib/domain/sessions/contract.ts'
import { getSession } from '#lib/domain/sessions/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getSessionContract, getSession)
