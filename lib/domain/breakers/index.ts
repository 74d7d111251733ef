/** Server half of the domain. */
export { breakAgent } from './break-agent.ts'
export { archiveBreaker, breakerKind, getBreaker, putBreaker } from './config.ts'
export { getBreakerHistory } from './get-history.ts'
export { listBreakers } from './list-breakers.ts'
export { disableBreaker, forceOpen, metricsOnly, resetBreaker } from './order-breaker.ts'
export { breakerNamed, breakersOf, type ConfiguredBreaker, readBreakers } from './read-breakers.ts'
export { recordSteps } from './record-steps.ts'
export { type Witnessed, witness } from './witness.ts'
