import { listDeliveriesContract } from '#lib/domain/channels/contract.ts'
import { listDeliveries } from '#lib/domain/channels/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listDeliveriesContract, listDeliveries)
