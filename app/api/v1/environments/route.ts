import { listEnvironmentsContract } from '#lib/domain/releases/environments/contract.ts'
import { listEnvironments } from '#lib/domain/releases/index.ts'
import { handle } from '#lib/http/handle.ts'

export const GET = handle(listEnvironmentsContract, listEnvironments)
