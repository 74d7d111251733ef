import { renameProjectContract } from '#lib/domain/projects/contract.ts'
import { renameProject } from '#lib/domain/projects/index.ts'
import { handle } from '#lib/http/handle.ts'

export const PATCH = handle(renameProjectContract, renameProject)
