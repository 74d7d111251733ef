/** The verbs of the domain, for the server. */
export { shadowEvidence } from './evidence.ts'
export { getShadow } from './get-shadow.ts'
export { reportPairs } from './report-pairs.ts'
