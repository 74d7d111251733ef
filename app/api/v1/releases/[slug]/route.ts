import { getReleaseContract, registerReleaseContract } from '#lib/domain/releases/contract.ts'
import { getRelease, registerRelease } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(getReleaseContract, getRelease)
export const PUT = handle(registerReleaseContract, registerRelease)
