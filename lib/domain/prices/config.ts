import { configVerbs } from '#lib/platform/config/verbs.ts'
import { priceConfig } from './contract.ts'
import { keepVersion } from './keep-version.ts'

const verbs = configVerbs(priceConfig, {
  announce: (what, slug, revision) => ({ topic: 'prices', type: `price.${what}`, ids: [slug], revision }),
  keep: keepVersion,
})

/** Sets what a model costs from a time on. Stored spans keep their cost. */
export const putPrice = verbs.put
export const getPrice = verbs.get
export const listPrices = verbs.list
/** From now on the price of the list applies again, if the list has one. */
export const archivePrice = verbs.archive
/** For configuration as one file. */
export const priceKind = verbs.kind
