/** Server half of the domain. */
export { queryMetrics } from './query-metrics.ts'
