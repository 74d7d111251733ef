/** The verbs of the domain, for the server. */
export { listNeeds } from './list-needs.ts'
