import { registerReleaseContract } from '#lib/domain/releases/contract.ts'
import { registerRelease } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const PUT = handle(registerReleaseContract, registerRelease)
