import { endSilenceContract } from '#lib/domain/alerts/contract.ts'
import { endSilence } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(endSilenceContract, endSilence)
