/** Server half of the domain. */
export { recordCosts } from './record-costs.ts'
