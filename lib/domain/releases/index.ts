/** The verbs of the domain, for the server. */
export { findReleaseOf } from './find-release.ts'
export { compareReleases, getRelease } from './get-release.ts'
export { listEnvironments } from './list-environments.ts'
export { listReleases } from './list-releases.ts'
export { listSeenReleases, releasesSeen } from './list-seen-releases.ts'
export { registerRelease } from './register-release.ts'
export { releaseUse } from './release-use.ts'
