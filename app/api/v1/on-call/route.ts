import { onCallConfig } from '#lib/domain/on-call/contract.ts'
import { listOnCall } from '#lib/domain/on-call/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(onCallConfig.list, listOnCall)
