import { disableProject } from '#lib/domain/agents/index.ts'
import { disableProjectContract } from '#lib/domain/agents/switch/contract.ts'
import { handle } from '#lib/http/handle.ts'

export const POST = handle(disableProjectContract, disableProject)
