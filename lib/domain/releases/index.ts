/** Server half of the domain. */
export { findReleaseOf } from './find-release.ts'
export { listEnvironments } from './list-environments.ts'
export { listSeenReleases } from './list-seen-releases.ts'
export { registerRelease } from './register-release.ts'
