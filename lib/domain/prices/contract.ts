import { configContracts } from '#lib/shared/config/contracts.ts'
import { defineContract } from '#lib/shared/contract.ts'
import { priceFields, priceHistory } from './schemas.ts'

/** A project's own prices, by model. The slug is the name of the model in traces. */
export const priceConfig = configContracts({
  name: 'price',
  plural: 'prices',
  fields: priceFields,
  read: 'project.read',
  write: 'prices.manage',
  example: {
    inputUsdPerMillion: '2.5',
    outputUsdPerMillion: '10',
    cachedInputUsdPerMillion: '1.25',
    validFrom: '2026-11-01T00:00:00Z',
  },
})

export const priceHistoryContract = defineContract({
  id: 'prices.history',
  method: 'GET',
  path: '/api/v1/prices/{slug}/history',
  summary: 'Every entry of a price, and the price that applies now',
  description: 'From its validFrom on, the latest entry applies. Earlier entries are never changed.',
  permission: 'project.read',
  audit: null,
  params: priceConfig.get.params,
  response: priceHistory,
})
