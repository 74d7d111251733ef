import { serveReleaseContract } from '#lib/domain/assignment/contract.ts'
import { serveRelease } from '#lib/domain/assignment/index.ts'
import { handle } from '#lib/http/handle.ts'

export const PUT = handle(serveReleaseContract, serveRelease)
