import { createProjectContract, listProjectsContract } from '#lib/domain/projects/contract.ts'
import { createProject, listProjects } from '#lib/domain/projects/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listProjectsContract, listProjects)
export const POST = handle(createProjectContract, createProject)
