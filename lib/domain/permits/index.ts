/** Server half of the domain. */
export { askPermit } from './ask-permit.ts'
export { endTheRun } from './end-run.ts'
export { listPermits } from './list-permits.ts'
export { listRefusals } from './list-refusals.ts'
export { observeSpend } from './observe-spend.ts'
export { sweepPermits } from './sweep.ts'
export { extendPermit, tellPermit } from './tell-permit.ts'
export { listViolations } from './traced/list-violations.ts'
