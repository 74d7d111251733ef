/** The verbs of the domain, for the server. */
export { queryMetrics } from './query-metrics.ts'
