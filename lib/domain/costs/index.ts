/** The verbs of the domain, for the server. */
export { listDearest } from './list-dearest.ts'
export { readForecast } from './read-forecast.ts'
export { recordCosts } from './record-costs.ts'
