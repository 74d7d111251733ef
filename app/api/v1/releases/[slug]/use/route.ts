import { releaseUseContract } from '#lib/domain/releases/contract.ts'
import { releaseUse } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(releaseUseContract, releaseUse)
