import { priceConfig } from '#lib/domain/prices/contract.ts'
import { archivePrice, getPrice, putPrice } from '#lib/domain/prices/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(priceConfig.get, getPrice)
export const PUT = handle(priceConfig.put, putPrice)
export const DELETE = handle(priceConfig.archive, archivePrice)
