import { removeProjectContract } from '#lib/domain/projects/contract.ts'
import { removeProject } from '#lib/domain/projects/index.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(removeProjectContract, removeProject)
