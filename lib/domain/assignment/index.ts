/** The verbs of the domain, for the server. */
export { evaluateFlag, evaluateFlags } from './evaluate.ts'
export { listAllocations } from './list-allocations.ts'
export { readAllocation } from './read-allocation.ts'
export { serveRelease } from './serve-release.ts'
export { setAllocation } from './set-allocation.ts'
