/** Server half of the domain. */
export { listNeeds } from './list-needs.ts'
