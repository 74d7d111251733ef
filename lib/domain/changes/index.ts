/** The verbs of the domain, for the server. */
export { listChanges } from './list-changes.ts'
