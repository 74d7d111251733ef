import { compareReleasesContract } from '#lib/domain/releases/contract.ts'
import { compareReleases } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(compareReleasesContract, compareReleases)
