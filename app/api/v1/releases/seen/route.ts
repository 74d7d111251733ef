import { listSeenReleasesContract } from '#lib/domain/releases/contract.ts'
import { listSeenReleases } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listSeenReleasesContract, listSeenReleases)
