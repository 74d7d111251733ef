import { sloConfig } from '#lib/domain/slos/contract.ts'
import { archiveSlo, getSlo, putSlo } from '#lib/domain/slos/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(sloConfig.get, getSlo)
export const PUT = handle(sloConfig.put, putSlo)
export const DELETE = handle(sloConfig.archive, archiveSlo)
