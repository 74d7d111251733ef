/** Server half of the domain. */
export { shadowEvidence } from './evidence.ts'
export { getShadow } from './get-shadow.ts'
export { reportPairs } from './report-pairs.ts'
