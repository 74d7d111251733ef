import { getRunContract } from '#lib/domain/traces/contract.ts'
import { getRun } from '#lib/domain/traces/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getRunContract, getRun)
