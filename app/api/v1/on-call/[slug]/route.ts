import { onCallConfig } from '#lib/domain/on-call/contract.ts'
import { archiveOnCall, getOnCall, putOnCall } from '#lib/domain/on-call/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(onCallConfig.get, getOnCall)
export const PUT = handle(onCallConfig.put, putOnCall)
export const DELETE = handle(onCallConfig.archive, archiveOnCall)
