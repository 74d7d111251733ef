import { createSilenceContract, listSilencesContract } from '#lib/domain/alerts/contract.ts'
import { createSilence, listSilences } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSilencesContract, listSilences)
export const POST = handle(createSilenceContract, createSilence)
