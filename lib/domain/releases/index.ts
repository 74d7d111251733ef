/** Server half of the domain. */
export { listEnvironments } from './list-environments.ts'
export { listSeenReleases } from './list-seen-releases.ts'
