/** The verbs of the domain, for the server. */
export { archivePrice, getPrice, listPrices, priceKind, putPrice } from './config.ts'
export { loadPriceBook, type OwnPrice, type PriceBook } from './price-book.ts'
export { readPriceHistory } from './read-history.ts'
