import { configVerbs } from '#lib/platform/config/verbs.ts'
import { priceConfig } from './contract.ts'
import { keepVersion } from './keep-version.ts'

const verbs = configVerbs(priceConfig, {
  announce: (what, slug, revision) => ({ topic: 'prices', type: `price.${what}`, ids: [slug], revision }),
  keep: keepVersion,
})

/** Says what a model costs, from a time on. What is stored keeps the cost that it has. */
export const putPrice = verbs.put
export const getPrice = verbs.get
export const listPrices = verbs.list
/** From now on the price list's own price holds again, where it has one. */
export const archivePrice = verbs.archive
/** For configuration as one file. */
export const priceKind = verbs.kind
