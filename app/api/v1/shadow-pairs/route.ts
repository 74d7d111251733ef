import { getShadowContract, reportPairsContract } from '#lib/domain/shadow/contract.ts'
import { getShadow, reportPairs } from '#lib/domain/shadow/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getShadowContract, getShadow)
export const POST = handle(reportPairsContract, reportPairs)
