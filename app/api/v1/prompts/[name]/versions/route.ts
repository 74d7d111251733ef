import { createVersionContract, listVersionsContract } from '#lib/domain/prompts/contract.ts'
import { createVersion, listVersions } from '#lib/domain/prompts/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listVersionsContract, listVersions)
export const PUT = handle(createVersionContract, createVersion)
