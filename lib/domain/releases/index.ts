/** Server half of the domain. */
export { listSeenReleases } from './list-seen-releases.ts'
