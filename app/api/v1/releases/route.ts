import { listReleasesContract } from '#lib/domain/releases/contract.ts'
import { listReleases } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listReleasesContract, listReleases)
