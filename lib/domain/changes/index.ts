/** Server half of the domain. */
export { listChanges } from './list-changes.ts'
