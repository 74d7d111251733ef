import { alertConfig } from '#lib/domain/alerts/contract.ts'
import { archiveAlert, getAlert, putAlert } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(alertConfig.get, getAlert)
export const PUT = handle(alertConfig.put, putAlert)
export const DELETE = handle(alertConfig.archive, archiveAlert)
