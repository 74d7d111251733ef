/** Server half of the domain. */
export { listDearest } from './list-dearest.ts'
export { readForecast } from './read-forecast.ts'
export { recordCosts } from './record-costs.ts'
