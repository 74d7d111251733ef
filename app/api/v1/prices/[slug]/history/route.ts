import { priceHistoryContract } from '#lib/domain/prices/contract.ts'
import { readPriceHistory } from '#lib/domain/prices/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(priceHistoryContract, readPriceHistory)
