import { alertConfig } from '#lib/domain/alerts/contract.ts'
import { listAlerts } from '#lib/domain/alerts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(alertConfig.list, listAlerts)
