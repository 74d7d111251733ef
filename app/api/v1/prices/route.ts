import { priceConfig } from '#lib/domain/prices/contract.ts'
import { listPrices } from '#lib/domain/prices/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(priceConfig.list, listPrices)
